package com.orchestrator.router;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before the broker, and cuts what goes through it in the middle of what the broker says. */
final class CuttingProxy implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE / 2;

    private final int target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesLeft = new AtomicLong(NEVER);

    CuttingProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Everything is cut once the broker has said so many bytes more; who comes afterwards is let through. */
    void cutAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    boolean hasCut() {
        return bytesLeft.get() > NEVER / 2;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(broker);
                start(() -> pump(client, broker, false));
                start(() -> pump(broker, client, true));
            } catch (IOException noBroker) {
                cut();
            }
        }
    }

    private void pump(Socket from, Socket to, boolean isBroker) {
        byte[] some = new byte[256];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                long left = isBroker ? bytesLeft.addAndGet(-count) : NEVER;
                out.write(some, 0, (int) Math.max(0, Math.min(count, count + left)));
                if (left <= 0) {
                    bytesLeft.set(NEVER);
                    cut();
                }
            }
        } catch (IOException gone) {
            // One side has ended, or was cut.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void cut() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // As was meant.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
