package com.orchestrator.router.amqp;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.router.BrokerQueue;
import com.orchestrator.router.LeaderWord;
import com.orchestrator.router.RouterConfig;
import com.orchestrator.router.RouterFigures;
import com.orchestrator.router.Seat;
import com.orchestrator.router.StatusReport;
import com.orchestrator.router.store.Outbox;
import com.orchestrator.router.store.RouterStore;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the broker fed for as long as this server leads. One thread; it connects, declares, publishes, and when anything breaks it begins
 * again. The client's own recovery is off: after it nothing says what has become of messages that were under way.
 */
public final class Bridge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int CLOSE_MILLIS_MAX = 2_000;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ConnectionFactory broker;
    private final Seat seat;
    private final Relay relay;
    private final Intake intake;
    private final Outbox outbox;
    private final BridgeCounts counts = new BridgeCounts();
    private final AtomicBoolean blocked = new AtomicBoolean();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final Object pause = new Object();
    private final Thread thread = new Thread(this::run, "orchestrator-router-bridge");

    private volatile boolean isConnected;
    private volatile boolean isStopping;
    private volatile @Nullable String trouble;
    private volatile List<BrokerQueue> queues = List.of();
    private long lookedAt;

    /** @throws IllegalArgumentException when the broker's address cannot be read */
    public Bridge(
            RouterConfig config,
            TaskService tasks,
            RouterStore store,
            Outbox outbox,
            Seat seat,
            Consumer<StatusReport> reports) {
        this.broker = factory(String.valueOf(config.broker()));
        this.seat = seat;
        this.outbox = outbox;
        this.relay = new Relay(tasks, store, outbox, config.patience());
        this.intake = new Intake(reports, counts);
        thread.setDaemon(true);
    }

    private static ConnectionFactory factory(String address) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(address);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "orchestrator.router.broker is not amqp://user:password@host:port/vhost", e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS_MAX);
        factory.setHandshakeTimeout(CONNECT_MILLIS_MAX);
        factory.setRequestedHeartbeat(10);
        return factory;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!isStopping) {
            try {
                if (seat.isOurs()) {
                    lead();
                } else {
                    trouble = null;
                }
                rest();
            } catch (InterruptedException stopped) {
                return;
            } catch (StoreUnavailableException noDatabase) {
                troubled("The database does not answer the bridge to the broker");
            } catch (IOException | TimeoutException | ShutdownSignalException | OrchestratorException e) {
                troubled("The broker cannot be used now: " + why(e));
            } catch (RuntimeException fault) {
                troubled("The bridge has met a fault: " + fault);
                LOG.error("The bridge to the broker has met a fault", fault);
            }
        }
    }

    private static String why(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private void troubled(String what) {
        if (trouble == null) {
            LOG.warn("{}; jobs wait in the engine", what);
        }
        trouble = what;
        try {
            if (seat.isOurs()) {
                relay.hold();
            } else {
                relay.keep();
            }
            rest();
        } catch (OrchestratorException | StoreUnavailableException noDatabase) {
            LOG.debug("Nothing can be held: {}", noDatabase.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() throws InterruptedException {
        synchronized (pause) {
            if (!isStopping) {
                pause.wait(RETRY_MILLIS);
            }
        }
    }

    /** One connection to publish and one to listen: what blocks publishing must not keep answers from coming in. */
    private void lead() throws IOException, TimeoutException, InterruptedException {
        try {
            work(open("orchestrator-router-listens"), open("orchestrator-router-publishes"));
        } finally {
            isConnected = false;
            queues = List.of();
            blocked.set(false);
            cut();
        }
    }

    private Connection open(String name) throws IOException, TimeoutException {
        Connection connection = broker.newConnection(name);
        connections.add(connection);
        return connection;
    }

    private void cut() {
        connections.forEach(connection -> connection.abort(CLOSE_MILLIS_MAX));
        connections.clear();
    }

    private void work(Connection listening, Connection publishing)
            throws IOException, TimeoutException, InterruptedException {
        publishing.addBlockedListener(reason -> blocked.set(true), () -> blocked.set(false));
        List<String> otherwise = Topology.declare(listening);
        trouble = otherwise.isEmpty() ? null : String.join("; ", otherwise);
        otherwise.forEach(word -> LOG.warn("{}; it is left alone", word));
        intake.listen(listening);
        Publisher publisher = new Publisher(publishing, counts);
        isConnected = true;
        lookedAt = System.nanoTime() - LOOK_NANOS;
        relay.begin(publisher);
        while (!isStopping && seat.isOurs() && publisher.isFit(blocked.get()) && !intake.isDeaf()) {
            look(listening);
            if (blocked.get()) {
                relay.hold();
                rest();
            } else {
                relay.round(publisher);
            }
        }
        relay.end(publisher);
    }

    private void look(Connection connection) throws IOException, TimeoutException {
        if (System.nanoTime() - lookedAt >= LOOK_NANOS) {
            lookedAt = System.nanoTime();
            queues = Topology.depths(connection);
        }
    }

    /** What there is to tell, should this server lead. */
    public LeaderWord word() {
        return new LeaderWord(trouble(), queues);
    }

    /** Why nothing flows, or what is not as it was declared; null when all is well. */
    private @Nullable String trouble() {
        return blocked.get() ? "The broker takes nothing now: its alarm for memory or disk" : trouble;
    }

    /** How it does. */
    public RouterFigures.Bridge figures() {
        return new RouterFigures.Bridge(
                isConnected,
                blocked.get(),
                trouble(),
                outbox.openCount(),
                counts.published.get(),
                counts.returned.get(),
                counts.statusTaken.get(),
                counts.statusRefused.get(),
                counts.deadLetters.get());
    }

    @Override
    public void close() {
        isStopping = true;
        synchronized (pause) {
            pause.notifyAll();
        }
        // Not interrupted: what was taken out of the engine is written down first. Whatever waits for the broker waits
        // in vain now.
        cut();
        intake.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
