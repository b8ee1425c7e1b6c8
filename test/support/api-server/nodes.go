package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	node "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	heartbeat "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	pod "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
	"sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	"sigs.k8s.io/kwok/pkg/log"
)

// nodes plays the kubelets of all nodes: they are ready, and every pod that was scheduled is ready at once. FOLDER is that of the
// API server.
func nodes(folder string) (*cobra.Command, error) {
	file := filepath.Join(folder, "stages.yaml")
	if err := writeStages(file); err != nil {
		return nil, err
	}
	// KWOK's settings are read from the process's own arguments.
	os.Args = append(os.Args, "--config="+file)
	flags := pflag.NewFlagSet("settings", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	ctx, _ := log.InitFlags(context.Background(), flags)
	ctx, err := config.InitFlags(ctx, flags)
	if err != nil {
		return nil, err
	}
	command := kwok.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(flags)
	// The other parts bring a flag of this name that is no switch.
	command.Version = ""
	command.SetContext(ctx)
	command.SetArgs([]string{"--kubeconfig=" + filepath.Join(folder, "kubeconfig"), "--manage-all-nodes=true"})
	return command, nil
}

func writeStages(file string) error {
	stages := []string{
		node.DefaultNodeInit, heartbeat.DefaultNodeHeartbeatWithLease,
		pod.DefaultPodReady, pod.DefaultPodComplete, pod.DefaultPodDelete,
	}
	return os.WriteFile(file, []byte(strings.Join(stages, "\n---\n")), 0o600)
}
