package com.orchestrator.etl.jobs.store;

import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs in the memory of this process, as long as that lasts. */
public final class MemoryEtlStore implements EtlStore {

    private final InstantSource clock;
    private final ConnectionStore connections;
    private final Map<UUID, EtlJob> jobs = new HashMap<>();
    private final Set<UUID> settled = new HashSet<>();
    private final Map<UUID, Set<String>> succeededBefore = new HashMap<>();
    private final Map<UUID, Long> generations = new HashMap<>();
    private final Map<UUID, List<Due>> counted = new HashMap<>();

    public MemoryEtlStore(InstantSource clock) {
        this.clock = clock;
        this.connections = new MemoryConnectionStore(clock);
    }

    @Override
    public synchronized Optional<EtlJob> create(UUID id, EtlJobSpec spec) {
        return settled.contains(id) ? Optional.empty() : Optional.of(put(id, spec));
    }

    @Override
    public synchronized Optional<EtlJob> replace(UUID id, EtlJobSpec spec) {
        if (!jobs.containsKey(id)) {
            return Optional.empty();
        }
        settled.remove(id);
        return Optional.of(put(id, spec));
    }

    @Override
    public synchronized List<Due> succeeded(String job, UUID run) {
        return counted.computeIfAbsent(run, fresh -> count(job));
    }

    private List<Due> count(String succeeded) {
        List<Due> due = new ArrayList<>();
        for (EtlJob job : list(null, Integer.MAX_VALUE)) {
            Set<String> missing = missing(job);
            if (missing.remove(succeeded) && missing.isEmpty()) {
                succeededBefore.remove(job.id());
                due.add(new Due(job.name(), generations.merge(job.id(), 1L, Long::sum)));
            } else if (job.dependsOn().contains(succeeded)) {
                succeededBefore.computeIfAbsent(job.id(), id -> new HashSet<>()).add(succeeded);
            }
        }
        return List.copyOf(due);
    }

    private Set<String> missing(EtlJob job) {
        Set<String> missing = new HashSet<>(job.dependsOn());
        missing.removeAll(succeededBefore.getOrDefault(job.id(), Set.of()));
        return missing;
    }

    private EtlJob put(UUID id, EtlJobSpec spec) {
        Instant now = clock.instant();
        EtlJob before = jobs.get(id);
        EtlJob job = JobRow.job(id, spec, before == null ? now : before.createdAt(), now);
        jobs.put(id, job);
        return job;
    }

    @Override
    public synchronized void settle(UUID id) {
        if (jobs.containsKey(id)) {
            settled.add(id);
        }
    }

    @Override
    public synchronized Optional<EtlJob> find(UUID id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized List<EtlJob> list(@Nullable String after, int limit) {
        TreeMap<String, EtlJob> byName = new TreeMap<>();
        jobs.values().forEach(job -> byName.put(job.name(), job));
        return (after == null ? byName : byName.tailMap(after, false))
                .values().stream().limit(limit).toList();
    }

    @Override
    public synchronized void delete(UUID id) {
        jobs.remove(id);
        settled.remove(id);
    }

    @Override
    public ConnectionStore connections() {
        return connections;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
