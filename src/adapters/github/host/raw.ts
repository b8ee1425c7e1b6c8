/** GitHub's answers, as far as they are read. */
export interface RawUser {
  readonly login: string;
  readonly id: number;
  readonly type: string;
}

export interface RawRepository {
  readonly full_name: string;
  readonly archived?: boolean;
}

interface RawEnd {
  readonly ref: string;
  readonly sha: string;
  readonly repo: RawRepository | null;
}

export interface RawPull {
  readonly number: number;
  readonly state: string;
  readonly draft?: boolean;
  readonly locked: boolean;
  readonly title: string;
  readonly html_url: string;
  readonly user: RawUser | null;
  readonly base: RawEnd;
  readonly head: RawEnd;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly merged_by?: RawUser | null;
  readonly changed_files?: number;
  readonly commits?: number;
  readonly updated_at?: string;
}

export interface RawFile {
  readonly filename: string;
  readonly status: string;
  readonly previous_filename?: string;
  readonly patch?: string;
}

export interface RawComment {
  readonly id: number;
  readonly body?: string;
  readonly user: RawUser | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly performed_via_github_app?: { readonly id: number } | null;
}

export interface RawCheck {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly app: { readonly id?: number; readonly slug?: string } | null;
  readonly output?: { readonly annotations_count?: number };
}

export interface RawEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size?: number;
}
