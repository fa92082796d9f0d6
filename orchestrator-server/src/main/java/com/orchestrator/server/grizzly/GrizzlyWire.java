package com.orchestrator.server.grizzly;

import com.orchestrator.server.front.FrontLimits;
import com.orchestrator.server.front.Wire;
import com.orchestrator.server.rest.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.http.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the listeners of Grizzly by the requests that come in through them, and guards their connections. */
public final class GrizzlyWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(GrizzlyWire.class);

    private final Connections connections;
    private final Set<Integer> seenPorts = ConcurrentHashMap.newKeySet();
    private final Map<Transport, Listener> guarded = new ConcurrentHashMap<>();
    private final Refusal.Printer printer;
    private volatile int lastPort = -1;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "orchestrator-connections");
        thread.setDaemon(true);
        return thread;
    });

    public GrizzlyWire(FrontLimits limits, Json json) {
        printer = new Refusal.Printer(json);
        connections = new Connections(limits, printer);
        clock.scheduleWithFixedDelay(connections::look, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void see(HttpServletRequest request) {
        int port = request.getLocalPort();
        if (port != lastPort && !seenPorts.contains(port)) {
            guardListenerOf(port, request);
        }
        lastPort = port;
    }

    private void guardListenerOf(int port, HttpServletRequest request) {
        try {
            Object inner =
                    request.getClass().getMethod("getUnwrappedCoyoteRequest").invoke(request);
            Request grizzly =
                    (Request) inner.getClass().getMethod("getCoyoteRequest").invoke(inner);
            guard(port, grizzly.getContext().getConnection().getTransport());
        } catch (ReflectiveOperationException | ClassCastException e) {
            seenPorts.add(port);
            LOG.warn("Connections to port {} are not guarded: this container is not known ({})", port, e.toString());
        }
    }

    /** Guards the connections that are accepted from now on. */
    public void guard(int port, Transport transport) {
        seenPorts.add(port);
        guarded.computeIfAbsent(transport, found -> {
            Listener listener = new Listener(found, connections);
            listener.guard(printer);
            return listener;
        });
    }

    @Override
    public void makeRoom(long bytes) {
        connections.makeRoom(bytes);
    }

    @Override
    public Runnable hangUp(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        int port = request.getRemotePort();
        return () -> connections.hangUp(new InetSocketAddress(address, port));
    }

    /** The container outlives us. */
    @Override
    public void close() {
        clock.shutdownNow();
        guarded.values().forEach(Listener::leave);
    }
}
