package com.orchestrator.server.grizzly;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.server.front.FrontLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.nio.NIOConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open connections. One too many is told so and closed. */
@SuppressWarnings("rawtypes")
final class Connections extends ConnectionProbe.Adapter {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** Answers wait with us rather than in the queue of a connection, where nobody sees how many there are. */
    private static final int QUEUE_BYTES_MAX = 64 << 10;

    private final FrontLimits limits;
    private final Refusal refusal;
    private final Map<Connection, OpenConnection> open = new ConcurrentHashMap<>();
    private final Map<SocketAddress, Connection> byPeer = new ConcurrentHashMap<>();
    private final Map<InetAddress, AtomicInteger> perAddress = new ConcurrentHashMap<>();
    private final Set<Connection> refused = ConcurrentHashMap.newKeySet();

    Connections(FrontLimits limits, Refusal.Printer printer) {
        this.limits = limits;
        this.refusal = printer.print(
                ErrorCode.UNAVAILABLE, "There are too many open connections, in all or from your address");
    }

    @Override
    public void onAcceptEvent(Connection server, Connection accepted) {
        NIOConnection connection = (NIOConnection) accepted;
        InetAddress address = ((InetSocketAddress) connection.getPeerAddress()).getAddress();
        int fromThere = perAddress
                .computeIfAbsent(address, first -> new AtomicInteger())
                .incrementAndGet();
        byPeer.put(connection.getPeerAddress(), accepted);
        open.put(accepted, new OpenConnection(connection, address));
        if (open.size() > limits.connectionsMax() || fromThere > limits.connectionsPerAddressMax()) {
            refuse(connection);
        } else {
            connection.setMaxAsyncWriteQueueSize(QUEUE_BYTES_MAX);
        }
    }

    /** A connection cannot be closed before it is registered; so that happens when it says something, or soon. */
    private void refuse(NIOConnection connection) {
        refused.add(connection);
        try {
            ((SocketChannel) connection.getChannel()).write(ByteBuffer.wrap(refusal.bytes()));
        } catch (IOException goneAway) {
            LOG.debug("A connection too many was gone before it was told", goneAway);
        }
    }

    @Override
    public void onIOEventReadyEvent(Connection connection, IOEvent event) {
        if (refused.contains(connection)) {
            connection.closeSilently();
        }
    }

    @Override
    public void onWriteEvent(Connection connection, org.glassfish.grizzly.Buffer data, long size) {
        OpenConnection written = open.get(connection);
        if (written != null) {
            written.wrote(size);
        }
    }

    @Override
    public void onCloseEvent(Connection connection) {
        refused.remove(connection);
        byPeer.remove(connection.getPeerAddress(), connection);
        OpenConnection closed = open.remove(connection);
        if (closed != null) {
            perAddress.computeIfPresent(
                    closed.address(), (address, count) -> count.decrementAndGet() == 0 ? null : count);
        }
    }

    void hangUp(SocketAddress peer) {
        Connection connection = byPeer.get(peer);
        if (connection != null) {
            connection.closeSilently();
        }
    }

    /** Once a second. */
    void look() {
        refused.forEach(Connection::closeSilently);
        long now = System.nanoTime();
        open.values().stream()
                .filter(connection -> connection.isTooSlow(limits, now))
                .forEach(OpenConnection::giveUp);
        makeRoom(0);
    }

    void makeRoom(long bytes) {
        long tooMuch = bytes - FrontLimits.heldBytesMax();
        for (OpenConnection connection : open.values()) {
            tooMuch += connection.unread();
        }
        if (tooMuch > 0) {
            giveUp(tooMuch);
        }
    }

    private void giveUp(long tooMuch) {
        long left = tooMuch;
        var slowest = open.values().stream()
                .filter(connection -> connection.unread() > 0)
                .sorted(Comparator.comparingLong(OpenConnection::stalledSince))
                .iterator();
        while (left > 0 && slowest.hasNext()) {
            OpenConnection connection = slowest.next();
            left -= connection.unread();
            connection.giveUp();
        }
    }
}
