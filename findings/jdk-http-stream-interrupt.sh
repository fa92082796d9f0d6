#!/usr/bin/env bash
# java.net.http of JDK 17: a thread that reads the InputStream of an answer that goes on (server-sent events, a log, a watch) and is
# interrupted while nothing comes neither ends nor throws: read() swallows the interrupt and waits on. An InputStream made of a
# BlockingQueue would be expected to throw InterruptedIOException. A Flow.Subscriber of lines, waited for in a queue of one's own, is
# interrupted as usual and its subscription can be cancelled.
#
# Needs a JDK 17 on the PATH or in JAVA_HOME. Seen with 17.0.15: "17: still reading 3 s after the interrupt".
set -euo pipefail
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/Probe.java" <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;

public class Probe {
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch end = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        InputStream body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
        body.read();
        Thread reader = new Thread(() -> {
            try {
                body.read();
            } catch (IOException ended) {
                // what one would expect
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        reader.interrupt();
        reader.join(3_000);
        System.out.println(Runtime.version().feature() + ": "
                + (reader.isAlive() ? "still reading 3 s after the interrupt" : "ended by the interrupt"));
        end.countDown();
        server.stop(0);
        System.exit(0);
    }
}
JAVA
seen=$("$java" "$folder/Probe.java")
echo "$seen"
[ "$seen" = "17: still reading 3 s after the interrupt" ]
