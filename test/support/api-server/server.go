package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// apiServer runs etcd and an API server in this process, on the loopback interface. FOLDER is an
// empty folder of its own, in which it leaves `kubeconfig`; the first line that it prints is the server's address.
func apiServer() *cobra.Command {
	return &cobra.Command{
		Use:  "api-server FOLDER",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return serve(args[0]) },
	}
}

func serve(folder string) error {
	store, err := startEtcd(filepath.Join(folder, "etcd"))
	if err != nil {
		return err
	}
	defer store.Close()
	port, err := freePort()
	if err != nil {
		return err
	}
	address := fmt.Sprintf("https://127.0.0.1:%d", port)
	if err := writeFiles(folder, address); err != nil {
		return err
	}
	command := app.NewAPIServerCommand()
	command.SetArgs(flags(folder, store.Clients[0].Addr().String(), port))
	ended := make(chan error, 1)
	go func() { ended <- command.ExecuteContext(context.Background()) }()
	fmt.Println(address)
	return <-ended
}

func flags(folder, store string, port int) []string {
	key := filepath.Join(folder, "accounts.key")
	return []string{
		"--etcd-servers=http://" + store,
		"--cert-dir=" + filepath.Join(folder, "certificates"),
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", port),
		"--authorization-mode=RBAC",
		"--token-auth-file=" + filepath.Join(folder, "tokens.csv"),
		"--service-account-issuer=https://loadline.test",
		"--service-account-key-file=" + key,
		"--service-account-signing-key-file=" + key,
		"--service-cluster-ip-range=10.0.0.0/16",
		// Where no controllers run, nobody makes the accounts that pods are given.
		"--disable-admission-plugins=ServiceAccount",
	}
}

func startEtcd(folder string) (*embed.Etcd, error) {
	config := embed.NewConfig()
	config.Dir = folder
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	clients, err := freePort()
	if err != nil {
		return nil, err
	}
	own := []url.URL{{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", clients)}}
	config.ListenClientUrls, config.AdvertiseClientUrls = own, own
	config.ListenPeerUrls = []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	store, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	<-store.Server.ReadyNotify()
	return store, nil
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func writeFiles(folder, address string) error {
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	token := hex.EncodeToString(secret)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	pair := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	config := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: %q, insecure-skip-tls-verify: true}}]
users: [{name: test, user: {token: %q}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
current-context: test
`, address, token)
	files := map[string][]byte{
		"accounts.key": pair,
		"tokens.csv":   []byte(token + `,tester,1,"system:masters"` + "\n"),
		"kubeconfig":   []byte(config),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
