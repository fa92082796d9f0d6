package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.LifeRows;
import com.orchestrator.engine.persistence.sql.LifeRows.Life;
import com.orchestrator.engine.persistence.sql.LifeRows.Place;
import com.orchestrator.engine.persistence.sql.LifeRows.Written;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database was taken back to an earlier moment. Found when a server starts, and with each connection that it makes anew: one
 * that goes on under a server that knows of later things ends that server, for all that it has in memory is of a life that is over.
 */
final class DatabaseLife {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLife.class);

    private static final String TAKEN_BACK = "The database was taken back to an earlier moment";

    /** SQLSTATE of a server that takes nothing more. */
    private static final String SHUTTING_DOWN = "57P01";

    /** SQLSTATE of a server that is starting. */
    private static final String NOT_YET = "57P03";

    /** What each lane has written last is among so many. */
    private static final int WITNESSES_MAX = 64;

    /** Of what is older a rule may have deleted the run. */
    private static final Duration WITNESS_AGE_MAX = Duration.ofMinutes(10);

    private final Runnable whenOver;
    private final Deque<Witness> witnesses = new ArrayDeque<>();
    private volatile @Nullable Place place;
    private volatile long fenceFloor;
    private volatile Found found = new Found(0, null, false);
    private final AtomicBoolean isOver = new AtomicBoolean();

    /** Something that this server was told is written. */
    private record Witness(Written page, long nanos) {}

    /** How it is known that a database was taken back. */
    enum Cause {
        /** The rows were copied into other ones, as a dump does that is restored. */
        COPIED,
        /** PostgreSQL has begun a new timeline, as it does at the end of a recovery to a moment. */
        NEW_TIMELINE,
        /** Somebody has said so. */
        DECLARED
    }

    /**
     * What a look has found.
     *
     * @param fenceFloor fences up to here are of a life before
     * @param cause why; null when there was none before
     * @param isNew whether this look has found it
     */
    record Found(long fenceFloor, @Nullable Cause cause, boolean isNew) {

        /** For people; empty when it was never taken back. */
        String sentence() {
            return cause == null
                    ? ""
                    : "The database was taken back to an earlier moment (" + cause + ", noticed at "
                            + Instant.EPOCH.plus(fenceFloor, ChronoUnit.MICROS)
                            + "): leases and task tokens of before are over, and fences go on at " + (fenceFloor + 1)
                            + ".";
        }
    }

    /** @param whenOver is called once, when the database goes on from an earlier moment than this server knows */
    DatabaseLife(Runnable whenOver) {
        this.whenOver = whenOver;
    }

    /** At the start of a server. */
    synchronized void begin(Connection connection) throws SQLException {
        Place here = LifeRows.place(connection);
        Life known = LifeRows.lock(connection);
        Cause cause = causeOf(known, here);
        if (cause != null) {
            found = beginAnew(connection, known, here, cause);
        } else {
            found = new Found(known.fenceFloor(), causeOf(known), !known.isTold());
        }
        if (found.isNew()) {
            LOG.warn("{}", found.sentence());
        }
        if (found.isNew() || !here.equals(known.place())) {
            LifeRows.keep(connection, LifeRows.read(connection).at(here, true));
        }
        fenceFloor = found.fenceFloor();
        place = here;
    }

    /** Another PostgreSQL with the same rows, as after its upgrade, is no earlier moment; another timeline may be one. */
    private static @Nullable Cause causeOf(Life known, Place here) {
        if (known.isCopied()) {
            return Cause.COPIED;
        }
        Place before = known.place();
        boolean isSame = before.system() != null && before.system().equals(here.system());
        return isSame && !Objects.equals(before.timeline(), here.timeline()) ? Cause.NEW_TIMELINE : null;
    }

    /** Somebody says that it was taken back. */
    static Found declare(Connection connection) throws SQLException {
        Place here = LifeRows.place(connection);
        return beginAnew(connection, LifeRows.lock(connection), here, Cause.DECLARED);
    }

    private static Found beginAnew(Connection connection, Life known, Place here, Cause cause) throws SQLException {
        long floor = Math.max(LifeRows.moment(connection), known.fenceFloor() + 1);
        LifeRows.keep(connection, new Life(floor, here, cause.name(), false, false));
        LifeRows.beginAnew(connection, floor);
        return new Found(floor, cause, true);
    }

    /** As it was found before. */
    static Found read(Connection connection) throws SQLException {
        Life known = LifeRows.read(connection);
        return new Found(known.fenceFloor(), causeOf(known), false);
    }

    private static @Nullable Cause causeOf(Life known) {
        return known.cause() == null ? null : Cause.valueOf(known.cause());
    }

    /** Fences up to here are of a life before. */
    long fenceFloor() {
        return fenceFloor;
    }

    /** What the start of this server has found. */
    Found found() {
        return found;
    }

    /** A page of a transaction that is durable, which stands for all of it. */
    void wrote(Written page) {
        synchronized (witnesses) {
            witnesses.add(new Witness(page, System.nanoTime()));
            if (witnesses.size() > WITNESSES_MAX) {
                witnesses.remove();
            }
        }
    }

    /**
     * Each transaction asks: one that was begun in a life before must not decide in the next.
     *
     * @param floor as the transaction has read it
     */
    void require(long floor) {
        if (floor != fenceFloor) {
            end();
            throw new StoreUnavailableException(
                    TAKEN_BACK, new IllegalStateException("Fences go on at " + floor + ", not at " + fenceFloor));
        }
    }

    /** A connection that nobody has used yet, each statement of it a transaction. */
    void look(Connection fresh) throws SQLException {
        Place known = place;
        if (known == null) {
            return;
        }
        Place here = LifeRows.place(fresh);
        if (here.timeline() == null && known.timeline() != null) {
            throw new SQLException("The database is recovering, and nobody knows up to which moment", NOT_YET);
        }
        if (!here.equals(known)) {
            lookCloser(fresh, here);
        }
    }

    private synchronized void lookCloser(Connection fresh, Place here) throws SQLException {
        Place known = Objects.requireNonNull(place);
        if (here.equals(known)) {
            return;
        }
        fresh.setAutoCommit(false);
        boolean goesOn = goesOn(fresh, known, here);
        fresh.commit();
        fresh.setAutoCommit(true);
        if (!goesOn) {
            end();
            throw new SQLException(TAKEN_BACK, SHUTTING_DOWN);
        }
        place = here;
    }

    /** A standby that took over and has all that this server has written is the same life. */
    private boolean goesOn(Connection fresh, Place known, Place here) throws SQLException {
        Life row = LifeRows.lock(fresh);
        if (row.fenceFloor() != fenceFloor) {
            return false;
        }
        if (!Objects.equals(known.system(), here.system()) || LifeRows.isLost(fresh, witnesses())) {
            beginAnew(fresh, row, here, Cause.NEW_TIMELINE);
            return false;
        }
        LifeRows.keep(fresh, row.at(here, row.isTold()));
        LOG.info("Timeline {} of the database has all that this server has written: it goes on", here.timeline());
        return true;
    }

    private List<Written> witnesses() {
        long now = System.nanoTime();
        synchronized (witnesses) {
            return witnesses.stream()
                    .filter(witness -> now - witness.nanos() < WITNESS_AGE_MAX.toNanos())
                    .map(Witness::page)
                    .toList();
        }
    }

    private void end() {
        if (isOver.compareAndSet(false, true)) {
            LOG.error("{}. This server knows of what came later, and ends", TAKEN_BACK);
            whenOver.run();
        }
    }
}
