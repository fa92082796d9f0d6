package com.orchestrator.cli;

import com.orchestrator.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a server that is none for this and that, so that the JVM meets the classes that commands need and can keep them for
 * quicker starts. Called by the launcher script, once for each jar and JVM.
 */
final class Rehearsal {

    private static final String BODY = """
            {"items":[{"instanceId":"00000000-0000-0000-0000-000000000000","state":"COMPLETED","labels":{"a":"b"},\
            "startedAt":"2026-01-01T00:00:00.5Z","sequenceNumber":7,"priority":1.50}],\
            "page":{"next":null,"limit":50},"reasons":[],"state":"COMPLETED"}""";

    private static final List<List<String>> LINES = List.of(
            List.of("--help"),
            List.of("instance", "list", "--help"),
            List.of("instance", "lst"),
            List.of("context", "list"),
            List.of("workflow", "list"),
            List.of("instance", "list", "-o", "wide"),
            List.of("instance", "list", "-o", "json"),
            List.of("instance", "list", "-o", "yaml"),
            List.of("instance", "describe", "00000000-0000-0000-0000-000000000000"),
            List.of("start", "a/b", "-i", "c=1", "--wait=1s"));

    private Rehearsal() {}

    public static void main(String[] none) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server), "answers");
            answering.setDaemon(true);
            answering.start();
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            Map<String, String> environment = Map.of(
                    "ORCHESTRATOR_URL", "http://127.0.0.1:" + server.getLocalPort(), "ORCHESTRATOR_CONFIG", "/nowhere");
            Console console =
                    new Console(environment, new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Set.of());
            LINES.forEach(line -> Orc.run(console, line));
        }
    }

    private static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                skipHead(caller.getInputStream());
                byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
                String head =
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                + body.length + "\r\n\r\n";
                caller.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                caller.getOutputStream().write(body);
            } catch (IOException e) {
                // Whoever has hung up hears nothing.
            }
        }
    }

    /** To the empty line. */
    private static void skipHead(InputStream request) throws IOException {
        int ends = 0;
        while (ends < 2) {
            int read = request.read();
            if (read < 0) {
                return;
            }
            ends = read == '\n' ? ends + 1 : read == '\r' ? ends : 0;
        }
    }
}
