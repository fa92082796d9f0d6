package com.orchestrator.projections.desk;

import com.orchestrator.projections.store.Generation;
import com.orchestrator.projections.store.Generation.Phase;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Tables;
import com.orchestrator.projections.store.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that the tables say, read at once. */
record Snapshot(List<Shard> shards, List<Worker> workers, Generation newest, Map<String, Integer> letters) {

    static Snapshot read(Connection connection, Tables tables) throws SQLException {
        return new Snapshot(
                tables.shards().all(connection),
                tables.workers().all(connection),
                tables.generation().read(connection),
                tables.deadLetters().counts(connection));
    }

    Set<String> names() {
        return shards.stream().map(Shard::projection).collect(Collectors.toCollection(TreeSet::new));
    }

    List<Shard> of(String projection) {
        return shards.stream()
                .filter(shard -> shard.projection().equals(projection))
                .toList();
    }

    int lettersOf(String projection) {
        return letters.getOrDefault(projection, 0);
    }

    @Nullable
    Worker worker(@Nullable String id) {
        return workers.stream()
                .filter(worker -> worker.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Older workers that the newest generation waits for. */
    List<Worker> awaited() {
        return newest.phase() == Phase.RUNNING
                ? List.of()
                : workers.stream()
                        .filter(worker -> worker.generation() < newest.number() && worker.isAlive())
                        .toList();
    }

    /** The newest first; those that have workers or shards. */
    List<GenerationView> generations() {
        Set<Long> numbers = new TreeSet<>((one, other) -> Long.compare(other, one));
        workers.forEach(worker -> numbers.add(worker.generation()));
        numbers.add(newest.number());
        return numbers.stream()
                .filter(number -> number > 0)
                .map(this::generation)
                .toList();
    }

    private GenerationView generation(long number) {
        boolean isNewest = number == newest.number();
        List<Worker> ours =
                workers.stream().filter(worker -> worker.generation() == number).toList();
        Set<String> ids = ours.stream().map(Worker::id).collect(Collectors.toSet());
        return new GenerationView(
                number,
                isNewest ? newest.phase() : null,
                isNewest ? newest.since() : 0,
                (int) shards.stream()
                        .map(Shard::owner)
                        .filter(Objects::nonNull)
                        .filter(ids::contains)
                        .count(),
                isNewest ? awaited().size() : 0,
                ours);
    }
}
