package com.orchestrator.server.grizzly;

import com.orchestrator.server.front.FrontLimits;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.nio.NIOConnection;

/** A connection, and whether its caller reads. Looked at by one clock; bytes are counted by the threads that write. */
final class OpenConnection {

    private final NIOConnection connection;
    private final InetAddress address;
    private volatile long written;
    private volatile long stalledSince = System.nanoTime();
    private long writtenBefore;

    OpenConnection(NIOConnection connection, InetAddress address) {
        this.connection = connection;
        this.address = address;
    }

    InetAddress address() {
        return address;
    }

    /** One thread at a time writes to a connection. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void wrote(long bytes) {
        written += bytes;
    }

    long unread() {
        return connection.getAsyncWriteQueue().spaceInBytes();
    }

    /** Of two callers that do not read, the one for longer comes first. */
    long stalledSince() {
        return stalledSince;
    }

    /** Whether there is something to read and less than its share has been read since it was last enough. */
    boolean isTooSlow(FrontLimits limits, long now) {
        long due = TimeUnit.NANOSECONDS.toSeconds(now - stalledSince) * limits.bytesPerSecondMin();
        if (unread() == 0 || written - writtenBefore > Math.max(0, due)) {
            stalledSince = now;
            writtenBefore = written;
            return false;
        }
        return now - stalledSince > limits.writeTimeout().toNanos();
    }

    void giveUp() {
        connection.terminateSilently();
    }
}
