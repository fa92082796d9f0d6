package com.orchestrator.system.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Many connections of callers that let a server wait. When a server closes one, another takes its place. */
public final class SlowCallers implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 4 << 10;
    private static final long ROUND_MILLIS = 200;

    private final InetSocketAddress server;
    private final byte[] opening;
    private final byte[] each;
    private final List<SocketChannel> connections = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /**
     * @param opening what each connection says first
     * @param each what it says five times a second from then on
     */
    public SlowCallers(URI server, int count, String opening, String each) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.opening = opening.getBytes(StandardCharsets.US_ASCII);
        this.each = each.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            connections.add(open());
        }
        clock.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    private SocketChannel open() throws IOException {
        SocketChannel connection = SocketChannel.open();
        connection.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        connection.connect(server);
        connection.configureBlocking(false);
        connection.write(ByteBuffer.wrap(opening));
        return connection;
    }

    private void round() {
        for (int i = 0; i < connections.size(); i++) {
            try {
                connections.get(i).write(ByteBuffer.wrap(each));
            } catch (IOException closedByServer) {
                reopen(i);
            }
        }
    }

    private void reopen(int i) {
        try {
            connections.get(i).close();
            connections.set(i, open());
        } catch (IOException refused) {
            // the next round tries again
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
