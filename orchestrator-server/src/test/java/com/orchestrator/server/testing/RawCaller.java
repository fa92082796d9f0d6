package com.orchestrator.server.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A caller that says byte for byte what a test wants, which no HTTP client would. */
public final class RawCaller implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    public RawCaller(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    private RawCaller(Socket socket) throws SocketException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** One for whom its machine keeps little of what it does not read. */
    public static RawCaller thatIsFull(int port) throws IOException {
        Socket small = new Socket();
        small.setReceiveBufferSize(4096);
        small.connect(new InetSocketAddress("127.0.0.1", port));
        return new RawCaller(small);
    }

    public RawCaller say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawCaller say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** What comes until the text is complete: an answer, or the end of the connection. */
    public String hear(String end) throws IOException {
        StringBuilder heard = new StringBuilder();
        int read = socket.getInputStream().read();
        while (read >= 0 && !heard.append((char) read).toString().endsWith(end)) {
            read = socket.getInputStream().read();
        }
        return heard.toString();
    }

    /** All that comes until the server closes the connection. */
    public String hearAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
