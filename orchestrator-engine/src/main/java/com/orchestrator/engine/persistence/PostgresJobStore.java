package com.orchestrator.engine.persistence;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.persistence.sql.JobEnds;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jobs in lists, and those of which only the outcome is kept. */
final class PostgresJobStore implements JobStore {

    private static final String OUTPUT = "end";

    private final JdbcAccess jdbc;

    private final Seals seals;

    PostgresJobStore(JdbcAccess jdbc, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
    }

    @Override
    public Map<UUID, JobEnd> findEnds(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> {
            List<JobEnds.Row> rows = JobEnds.find(connection, instanceIds);
            Seals.Known known = seals.ofRuns(
                    connection, rows.stream().map(JobEnds.Row::instanceId).toList());
            return rows.stream()
                    .collect(Collectors.toMap(JobEnds.Row::instanceId, row -> end(row, known.of(row.instanceId()))));
        });
    }

    private static JobEnd end(JobEnds.Row row, RunSeal seal) {
        return new JobEnd(EventJson.parse(row.job(), Job.class), seal.openJson(OUTPUT, row.output()));
    }

    static JobEnds.Row row(JobEnd end, RunSeal seal) {
        Job job = end.job();
        Payload output = end.output();
        return new JobEnds.Row(
                job.instanceId(),
                job.type(),
                EventJson.print(job),
                seal.seal(OUTPUT, output == null ? null : output.bytes()));
    }

    @Override
    public List<UUID> list(@Nullable String type, @Nullable UUID before, int limit) {
        return jdbc.transaction(connection -> JobEnds.list(connection, type, before, limit));
    }
}
