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

// nodes plays the kubelets of all nodes: they are ready, and every pod that was scheduled is ready at once.
func nodes() (*cobra.Command, error) {
	file, err := writeStages()
	if err != nil {
		return nil, err
	}
	// KWOK's settings are read from the process's own arguments.
	os.Args = append(os.Args, "--config="+file)
	flags := pflag.NewFlagSet("settings", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	ctx, _ := log.InitFlags(context.Background(), flags)
	if ctx, err = config.InitFlags(ctx, flags); err != nil {
		return nil, err
	}
	command := kwok.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(flags)
	// The other parts bring a flag of this name that is no switch.
	command.Version = ""
	command.SetContext(ctx)
	return command, nil
}

func writeStages() (string, error) {
	folder, err := os.MkdirTemp("", "loadline-nodes-")
	if err != nil {
		return "", err
	}
	stages := []string{
		node.DefaultNodeInit, heartbeat.DefaultNodeHeartbeatWithLease,
		pod.DefaultPodReady, pod.DefaultPodComplete, pod.DefaultPodDelete,
	}
	file := filepath.Join(folder, "stages.yaml")
	return file, os.WriteFile(file, []byte(strings.Join(stages, "\n---\n")), 0o600)
}
