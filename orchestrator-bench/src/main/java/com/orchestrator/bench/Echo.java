package com.orchestrator.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A thread that sends back what it gets, over the loopback address: the least that a call of a server can cost. */
final class Echo implements AutoCloseable {

    private static final byte[] MESSAGE = new byte[400];

    private final ServerSocket listener;
    private final Socket caller;
    private final DataInputStream answers;

    private Echo() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve, "echo");
        server.setDaemon(true);
        server.start();
        caller = new Socket(listener.getInetAddress(), listener.getLocalPort());
        caller.setTcpNoDelay(true);
        answers = new DataInputStream(caller.getInputStream());
    }

    static Echo start() {
        try {
            return new Echo();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        byte[] message = new byte[MESSAGE.length];
        try (Socket called = listener.accept()) {
            called.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(called.getInputStream());
            while (true) {
                in.readFully(message);
                called.getOutputStream().write(message);
            }
        } catch (IOException e) {
            // The caller has gone.
        }
    }

    /** There and back again. */
    void call() {
        try {
            caller.getOutputStream().write(MESSAGE);
            answers.readFully(new byte[MESSAGE.length]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            caller.close();
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
