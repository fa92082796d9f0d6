package com.orchestrator.outbox.relay;

import com.orchestrator.api.fleet.OutboxState;
import com.orchestrator.api.model.TimeRange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Hands over to a server what transactions of the application have written into its outbox. Any number of processes may have one: one
 * of them works, by a lease in the database, and another goes on when it is gone. A relay that dies between handing over and
 * taking note hands over again, which has no second effect.
 *
 * <p>It looks often while there is work, once in {@link RelayBuilder#idleWait} while there is none, and at once when it is {@linkplain
 * #wake() woken}.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);
    private static final int LOOKS_PER_LEASE = 3;
    private static final int FLUSH_LOOK_MILLIS = 20;

    private final DataSource database;
    private final OutboxTable table;
    private final RelaySettings settings;
    private final Round round;
    private final Pauses pauses;
    private final ExecutorService threads;
    private final Thread loop = daemon("orchestrator-outbox-relay").newThread(this::run);
    private final String holder;
    private final Semaphore wakes = new Semaphore(0);
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong putOff = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean stopping;
    private volatile OutboxState state = OutboxState.FOLLOWS;
    private volatile String lastFault = "";
    private boolean leads;
    private long heldAt;

    OutboxRelay(DataSource database, OutboxTable table, Destination destination, RelaySettings settings, String name) {
        this.database = database;
        this.table = table;
        this.settings = settings;
        this.holder = (name.isEmpty() ? "" : name + "/") + new UUID(RANDOM.nextLong(), RANDOM.nextLong());
        this.pauses = new Pauses(settings.idleWait());
        this.threads = threads(settings.concurrency());
        this.round = new Round(database, table, destination, threads, settings);
    }

    /** For the outbox of this database, which {@link Outbox} makes. */
    public static RelayBuilder from(DataSource database) {
        return new RelayBuilder(database);
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** None where there is nothing to do. */
    private static ExecutorService threads(int concurrency) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                concurrency,
                concurrency,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                daemon("orchestrator-outbox-handover"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    OutboxRelay start() {
        loop.start();
        return this;
    }

    private void run() {
        try {
            while (!stopping) {
                rest(work());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
            release();
        }
    }

    /** @return how long to rest */
    private Duration work() throws InterruptedException {
        try {
            if (!leads && !Transactions.run(database, table::isThere)) {
                meet(OutboxState.MISSING, "There is no outbox yet in " + table.place());
                return pauses.afterFault();
            }
            if (!holdLease()) {
                stand(OutboxState.FOLLOWS);
                return settings.lease().dividedBy(LOOKS_PER_LEASE);
            }
            return take(round.play());
        } catch (SQLException | RuntimeException fault) {
            leads = false;
            meet(OutboxState.UNREACHABLE, "The outbox cannot be worked on: " + fault.getMessage());
            return pauses.afterFault();
        }
    }

    private boolean holdLease() throws SQLException {
        long now = System.nanoTime();
        if (!leads || now - heldAt > TimeRange.nanos(settings.lease()) / LOOKS_PER_LEASE) {
            leads = Transactions.run(database, connection -> table.holdLease(connection, holder, settings.lease()));
            heldAt = now;
        }
        return leads;
    }

    private Duration take(Round.Outcome outcome) {
        handedOver.addAndGet(outcome.count(Verdict.Kind.HANDED_OVER));
        putOff.addAndGet(outcome.count(Verdict.Kind.PUT_OFF));
        refused.addAndGet(outcome.count(Verdict.Kind.REFUSED));
        outcome.settled().forEach(this::tell);
        if (outcome.unreachable().isPresent()) {
            Verdict why = outcome.unreachable().get();
            meet(
                    OutboxState.UNREACHABLE,
                    "The server cannot be used, it is tried again until it can: " + why.code() + " " + why.detail());
            return pauses.afterFault();
        }
        stand(OutboxState.LEADS);
        boolean moved = outcome.isFull() || outcome.count(Verdict.Kind.HANDED_OVER) > 0;
        return moved ? pauses.afterWork() : pauses.afterNothing();
    }

    /** Said once, and not with each look. */
    private void stand(OutboxState now) {
        if (state != now) {
            LOG.log(
                    Level.INFO,
                    "Relay " + holder + " of " + table.place()
                            + (now == OutboxState.LEADS ? " hands over" : " waits for another one"));
        }
        state = now;
    }

    /** The same of what is in the way. */
    private void meet(OutboxState now, String fault) {
        if (state != now) {
            LOG.log(Level.WARNING, fault);
        }
        state = now;
        lastFault = fault;
    }

    private void tell(OutboxTable.Settled settled) {
        Verdict verdict = settled.verdict();
        if (verdict.kind() != Verdict.Kind.HANDED_OVER) {
            lastFault = verdict.code() + ": " + verdict.detail();
            LOG.log(
                    verdict.kind() == Verdict.Kind.REFUSED ? Level.WARNING : Level.DEBUG,
                    "Message " + settled.id() + " is " + verdict.kind() + ": " + lastFault);
        }
    }

    private void rest(Duration pause) throws InterruptedException {
        if (!stopping && !pause.isZero()) {
            boolean ignored = wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        wakes.drainPermits();
    }

    /** Another relay need not wait for the lease to end. */
    private void release() {
        try {
            Transactions.execute(database, connection -> table.releaseLease(connection, holder));
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.DEBUG, "The lease ends by itself", e);
        }
        state = OutboxState.FOLLOWS;
    }

    /** Has it look now: for an application that knows that it has just committed. */
    public void wake() {
        wakes.release();
    }

    /**
     * Waits until nothing waits in the outbox, whoever hands over; for tests, and for programs that end when their work is done.
     *
     * @return whether that was so in time
     */
    public boolean flush(Duration atMost) throws SQLException, InterruptedException {
        long end = System.nanoTime() + TimeRange.nanos(atMost);
        CountDownLatch never = new CountDownLatch(1);
        while (backlog().waiting() > 0) {
            wake();
            if (end - System.nanoTime() < 0 || never.await(FLUSH_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** Asks nobody. */
    public RelayFigures figures() {
        return new RelayFigures(state, handedOver.get(), putOff.get(), refused.get(), lastFault);
    }

    /** Asks the database. */
    public Backlog backlog() throws SQLException {
        return Transactions.run(database, table::backlog);
    }

    /** Takes note of what is being handed over, and lets another one have the lease. */
    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            loop.join(STOP_MARGIN.toMillis());
            loop.interrupt();
            loop.join(STOP_MARGIN.toMillis());
        } catch (InterruptedException e) {
            loop.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
