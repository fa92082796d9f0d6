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

    private final JdbcAccess jdbc;

    PostgresJobStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<UUID, JobEnd> findEnds(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> JobEnds.find(connection, instanceIds)).stream()
                .collect(Collectors.toMap(JobEnds.Row::instanceId, PostgresJobStore::end));
    }

    private static JobEnd end(JobEnds.Row row) {
        return new JobEnd(
                EventJson.parse(row.job(), Job.class), row.output() == null ? null : Payload.ofJson(row.output()));
    }

    static JobEnds.Row row(JobEnd end) {
        Job job = end.job();
        Payload output = end.output();
        return new JobEnds.Row(
                job.instanceId(), job.type(), EventJson.print(job), output == null ? null : output.bytes());
    }

    @Override
    public List<UUID> list(@Nullable String type, @Nullable UUID before, int limit) {
        return jdbc.transaction(connection -> JobEnds.list(connection, type, before, limit));
    }
}
