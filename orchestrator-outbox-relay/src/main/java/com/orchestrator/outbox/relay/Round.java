package com.orchestrator.outbox.relay;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * One look at the outbox: reads what is due, hands it over, and notes what became of it. No transaction is open while the server is
 * asked. Messages to one run go one after the other.
 */
final class Round {

    private final DataSource database;
    private final OutboxTable table;
    private final Destination destination;
    private final ExecutorService threads;
    private final RelaySettings settings;

    Round(
            DataSource database,
            OutboxTable table,
            Destination destination,
            ExecutorService threads,
            RelaySettings settings) {
        this.database = database;
        this.table = table;
        this.destination = destination;
        this.threads = threads;
        this.settings = settings;
    }

    /** @throws InterruptedException when it is to stop; what was handed over until then is handed over again by the next one */
    Outcome play() throws SQLException, InterruptedException {
        List<OutboxTable.Due> due =
                Transactions.run(database, connection -> table.waiting(connection, settings.batch()));
        if (due.isEmpty()) {
            return new Outcome(List.of(), false, Optional.empty());
        }
        Queue<OutboxTable.Settled> settled = new ConcurrentLinkedQueue<>();
        AtomicReference<Verdict> unreachable = new AtomicReference<>();
        threads.invokeAll(byRun(due).stream()
                .<Callable<Boolean>>map(messages -> () -> handOver(messages, settled, unreachable))
                .toList());
        List<OutboxTable.Settled> all = List.copyOf(settled);
        Transactions.execute(database, connection -> table.settle(connection, all, settings.patience()));
        return new Outcome(all, due.size() == settings.batch(), Optional.ofNullable(unreachable.get()));
    }

    private static Collection<List<OutboxTable.Due>> byRun(List<OutboxTable.Due> messages) {
        Map<RunName, List<OutboxTable.Due>> byRun = messages.stream()
                .collect(Collectors.groupingBy(OutboxTable.Due::run, LinkedHashMap::new, Collectors.toList()));
        return byRun.values();
    }

    private boolean handOver(
            List<OutboxTable.Due> messages, Queue<OutboxTable.Settled> settled, AtomicReference<Verdict> unreachable) {
        for (OutboxTable.Due message : messages) {
            Verdict verdict = unreachable.get() == null ? handOver(message) : unreachable.get();
            if (verdict.kind() == Verdict.Kind.UNREACHABLE) {
                unreachable.compareAndSet(null, verdict);
                return false;
            }
            settled.add(new OutboxTable.Settled(message.message().id(), verdict));
        }
        return true;
    }

    /** A message that nobody understands must not hold up the others. */
    private Verdict handOver(OutboxTable.Due message) {
        if (!message.fits()) {
            return Verdict.refused("PAYLOAD_TOO_LARGE", "The payload is larger than what is handed over");
        }
        try {
            return destination.handOver(message.message());
        } catch (RuntimeException fault) {
            return Verdict.putOff(fault.getClass().getSimpleName(), String.valueOf(fault.getMessage()));
        }
    }

    /**
     * @param isFull whether more may be waiting
     * @param unreachable why it was broken off, if it was
     */
    record Outcome(List<OutboxTable.Settled> settled, boolean isFull, Optional<Verdict> unreachable) {

        long count(Verdict.Kind kind) {
            return settled.stream().filter(one -> one.is(kind)).count();
        }
    }
}
