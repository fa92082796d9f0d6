#!/usr/bin/env bash
# Payara Micro 6: a message over an open WebSocket (Tyrus) costs the server no less CPU than a POST of the same 600 bytes over a kept
# connection, and the answer is there no sooner, when the caller uses the blocking send() of the JDK's client. One would expect the frame to
# be much cheaper than a request with its headers, its filter chain and its servlet. Only the caller saves: about two thirds of its CPU.
#
# Fetches Payara Micro 6.2025.10 and the APIs with Maven. Each way for some seconds, in turn, three times; what counts is the last round.
# Seen with JDK 17 on two cores: see the line that it prints; it fails when a WebSocket message comes below 0.7 of a POST on the server.
set -euo pipefail
home=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
for artifact in fish.payara.extras:payara-micro:6.2025.10 jakarta.servlet:jakarta.servlet-api:6.0.0 \
    jakarta.websocket:jakarta.websocket-api:2.1.0 jakarta.websocket:jakarta.websocket-client-api:2.1.0; do
    mvn -q -B dependency:copy -Dartifact="$artifact" -DoutputDirectory="$folder" -Dmdep.useBaseVersion=true
done
mkdir -p war/WEB-INF/classes
cat > Post.java <<'JAVA'
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

@WebServlet("/post")
public class Post extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
JAVA
cat > Socket.java <<'JAVA'
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

@ServerEndpoint("/socket")
public class Socket {
    @OnMessage
    public void answer(ByteBuffer message, Session session) {
        session.getAsyncRemote().sendBinary(message, sent -> {});
    }
}
JAVA
cat > Caller.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

public class Caller {
    private static final byte[] BODY = new byte[600];

    interface Call {
        void once() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        long server = Long.parseLong(args[1]);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + args[0] + "/echo/post"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                .build();
        Semaphore answers = new Semaphore(0);
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + args[0] + "/echo/socket"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean isLast) {
                        from.request(1);
                        if (isLast) {
                            answers.release();
                        }
                        return null;
                    }
                })
                .join();
        for (int round = 1; round <= 3; round++) {
            measure("post", server, () -> client.send(request, BodyHandlers.ofByteArray()));
            measure("socket", server, () -> {
                socket.sendBinary(ByteBuffer.wrap(BODY), true).join();
                answers.acquire();
            });
        }
        System.exit(0);
    }

    private static void measure(String way, long server, Call call) throws Exception {
        long ofServer = cpuMicros(server);
        long ofCaller = cpuMicros(ProcessHandle.current().pid());
        long begin = System.nanoTime();
        int count = 0;
        while (System.nanoTime() - begin < 8_000_000_000L) {
            call.once();
            count++;
        }
        System.out.println(way + " " + (cpuMicros(server) - ofServer) / count + " "
                + (cpuMicros(ProcessHandle.current().pid()) - ofCaller) / count + " "
                + (System.nanoTime() - begin) / 1_000 / count);
    }

    private static long cpuMicros(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000;
    }
}
JAVA
"${home}javac" -cp 'jakarta.servlet-api-6.0.0.jar:jakarta.websocket-api-2.1.0.jar:jakarta.websocket-client-api-2.1.0.jar' -d war/WEB-INF/classes Post.java Socket.java
"${home}jar" cf echo.war -C war .
"${home}javac" -d caller Caller.java
port=$(( 20000 + RANDOM % 20000 ))
opens=()
for package in java.base/jdk.internal.loader java.base/java.lang java.base/java.net java.base/java.util java.base/sun.net.www.protocol.jrt \
    java.base/sun.net.www.protocol.jar java.management/sun.management java.naming/javax.naming.spi java.rmi/sun.rmi.transport \
    java.logging/java.util.logging; do
    opens+=("--add-opens" "$package=ALL-UNNAMED")
done
"${home}java" -Xmx512m "${opens[@]}" -jar payara-micro-6.2025.10.jar --nocluster --port "$port" --deploy echo.war > server.log 2>&1 &
server=$!
until grep -q 'Payara Micro .* ready' server.log; do
    kill -0 "$server"
    read -rt 1 < <(:) || true
done
"${home}java" -cp caller Caller "$port" "$server" | tee seen
read -r _ post caller_post wait_post < <(grep post seen | tail -1)
read -r _ socket caller_socket wait_socket < <(grep socket seen | tail -1)
echo "Payara Micro 6.2025.10, JDK $("${home}java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p'):" \
    "a POST $post µs of the server's CPU, $caller_post of the caller's, $wait_post to wait;" \
    "a WebSocket message $socket, $caller_socket, $wait_socket"
[ $(( socket * 10 )) -ge $(( post * 7 )) ]
