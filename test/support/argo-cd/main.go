// Command argo-cd is Argo CD, each part of it a process that ends with its standard input, and a Redis for them: `application-controller`,
// `repo-server`, `notifications` and `server` with their usual flags, `redis ADDRESS`.
package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	notifications "github.com/argoproj/argo-cd/v3/cmd/argocd-notification/commands"
	repositories "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	server "github.com/argoproj/argo-cd/v3/cmd/argocd-server/commands"
	"github.com/spf13/cobra"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("usage: argo-cd application-controller|repo-server|notifications|server|redis ARGUMENTS")
	}
	command := part(args[0])
	if command == nil {
		return fmt.Errorf("no part of Argo CD: %s", args[0])
	}
	command.SetArgs(args[1:])
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return command.Execute()
}

func part(name string) *cobra.Command {
	switch name {
	case "application-controller":
		return controller.NewCommand()
	case "repo-server":
		return repositories.NewCommand()
	case "notifications":
		return notifications.NewCommand()
	case "server":
		return server.NewCommand()
	case "redis":
		return redis()
	}
	return nil
}

// redis keeps what Argo CD caches, in memory, until it is killed.
func redis() *cobra.Command {
	return &cobra.Command{
		Use:  "redis ADDRESS",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			server := miniredis.NewMiniRedis()
			if err := server.StartAddr(args[0]); err != nil {
				return err
			}
			// Its clock stands still of itself.
			for range time.Tick(time.Second) {
				server.FastForward(time.Second)
			}
			return nil
		},
	}
}
