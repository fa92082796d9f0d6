package com.orchestrator.server.grizzly;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.ContentEncoding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener of the container, with what we have put into it; it is as it was when we leave. */
final class Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final Transport transport;
    private final Connections connections;

    Listener(Transport transport, Connections connections) {
        this.transport = transport;
        this.connections = connections;
    }

    void guard(Refusal.Printer printer) {
        transport.getConnectionMonitoringConfig().addProbes(connections);
        accepting().forEach(socket -> socket.getMonitoringConfig().addProbes(connections));
        if (transport.getProcessor() instanceof FilterChain chain) {
            int codec = chain.indexOfType(org.glassfish.grizzly.http.HttpServerFilter.class);
            int server = chain.indexOfType(org.glassfish.grizzly.http.server.HttpServerFilter.class);
            if (codec > 0 && server > codec) {
                leaveBodiesPacked((org.glassfish.grizzly.http.HttpServerFilter) chain.get(codec));
                chain.set(codec - 1, new BareRefusals(chain.get(codec - 1), printer));
                chain.set(server, new RequestGate(chain.get(server), printer));
            }
        }
    }

    /** The sockets that it accepts connections from, which have their observers from before we came; nobody hands them out. */
    private Collection<? extends Connection<?>> accepting() {
        for (Class<?> type = transport.getClass(); type != null; type = type.getSuperclass()) {
            try {
                return sockets(type.getDeclaredField("serverConnections"));
            } catch (NoSuchFieldException inherited) {
                LOG.trace("Not in {}", type);
            }
        }
        LOG.warn("The number of connections is not limited: this Grizzly is not known");
        return List.of();
    }

    @SuppressWarnings("unchecked")
    private Collection<? extends Connection<?>> sockets(Field field) {
        try {
            field.setAccessible(true);
            return (Collection<? extends Connection<?>>) field.get(transport);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("What was made accessible is not", e);
        }
    }

    private static void leaveBodiesPacked(org.glassfish.grizzly.http.HttpServerFilter codec) {
        for (ContentEncoding encoding : codec.getContentEncodings()) {
            codec.removeContentEncoding(encoding);
            codec.addContentEncoding(new EncodeOnly(encoding));
        }
    }

    void leave() {
        transport.getConnectionMonitoringConfig().removeProbes(connections);
        accepting().forEach(socket -> socket.getMonitoringConfig().removeProbes(connections));
        if (transport.getProcessor() instanceof FilterChain chain) {
            restore(chain);
        }
    }

    private static void restore(FilterChain chain) {
        for (int i = 0; i < chain.size(); i++) {
            Filter filter = chain.get(i);
            if (filter instanceof OtherFilter other) {
                chain.set(i, other.original());
            } else if (filter instanceof org.glassfish.grizzly.http.HttpServerFilter codec) {
                unpackBodies(codec);
            }
        }
    }

    private static void unpackBodies(org.glassfish.grizzly.http.HttpServerFilter codec) {
        for (ContentEncoding encoding : codec.getContentEncodings()) {
            if (encoding instanceof EncodeOnly ours) {
                codec.removeContentEncoding(ours);
                codec.addContentEncoding(ours.original());
            }
        }
    }
}
