#!/usr/bin/env bash
# java.net.http of JDK 17 on a machine with two processors: each answer to sendAsync starts a new thread, whatever executor the client was
# given, also one that runs everything on the thread it is called on. The client completes its futures on the default pool of
# CompletableFuture, and with two processors that is no pool but a thread for each task. send() on the same client starts none.
# A caller who waits for the answer anyway should use send(); sendAsync(..).join() looks like the same and costs a multiple.
#
# Needs a JDK 17 on the PATH or in JAVA_HOME. Seen with 17.0.15: "17: 200 calls by sendAsync started 200 threads, by send 0; with 8 processors 0".
# With more processors it is the common pool, whose threads are there already.
set -euo pipefail
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/Probe.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;

public class Probe {
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
        HttpClient client = HttpClient.newBuilder().executor(Runnable::run).build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .build();
        long later = started(() -> client.sendAsync(request, BodyHandlers.ofString()).join());
        long here = started(() -> client.send(request, BodyHandlers.ofString()));
        System.out.println(later + " " + here);
        System.exit(0);
    }

    private static long started(Callable<?> call) throws Exception {
        for (int i = 0; i < 20; i++) {
            call.call();
        }
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        for (int i = 0; i < 200; i++) {
            call.call();
        }
        return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
    }
}
JAVA
read -r later here < <("$java" -XX:ActiveProcessorCount=2 "$folder/Probe.java")
read -r pooled _ < <("$java" -XX:ActiveProcessorCount=8 "$folder/Probe.java")
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
echo "$version: 200 calls by sendAsync started $later threads, by send $here; with 8 processors $pooled"
[ "$later" -ge 190 ] && [ "$here" -le 5 ] && [ "$pooled" -le 50 ]
