// Command cluster is a Kubernetes cluster without machines, each part of it a process that ends with its standard input:
// `api-server FOLDER` (with etcd in it), `controller-manager` and `scheduler` with their usual flags, `nodes FOLDER`.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("usage: cluster api-server|controller-manager|scheduler|nodes ARGUMENTS")
	}
	command, err := part(args[0], args[1:])
	if err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return command.Execute()
}

func part(name string, args []string) (*cobra.Command, error) {
	switch name {
	case "api-server":
		return with(apiServer(), args), nil
	case "controller-manager":
		return with(manager.NewControllerManagerCommand(), args), nil
	case "scheduler":
		return with(scheduler.NewSchedulerCommand(), args), nil
	case "nodes":
		if len(args) == 1 {
			return nodes(args[0])
		}
	}
	return nil, fmt.Errorf("no part of a cluster: %s", name)
}

func with(command *cobra.Command, args []string) *cobra.Command {
	command.SetArgs(args)
	return command
}
