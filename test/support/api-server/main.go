// Command cluster is a Kubernetes cluster without machines, each part of it a process: `api-server FOLDER` (with etcd in it),
// `controller-manager` and `scheduler` with their usual flags, and `nodes` with those of KWOK, which plays the kubelets.
package main

import (
	"fmt"
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
	command, err := part(args[0])
	if err != nil {
		return err
	}
	command.SetArgs(args[1:])
	return command.Execute()
}

func part(name string) (*cobra.Command, error) {
	switch name {
	case "api-server":
		return apiServer(), nil
	case "controller-manager":
		return manager.NewControllerManagerCommand(), nil
	case "scheduler":
		return scheduler.NewSchedulerCommand(), nil
	case "nodes":
		return nodes()
	}
	return nil, fmt.Errorf("no part of a cluster: %s", name)
}
