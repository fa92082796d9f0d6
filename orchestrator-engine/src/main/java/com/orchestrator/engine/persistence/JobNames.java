package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.JobKeys;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.RunRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names that jobs have for themselves alone, within one transaction. */
final class JobNames {

    private final Pipeline pipeline;

    JobNames(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * @param gone runs that are there no more, and take none
     * @return these, and the runs of which somebody else has a name; they have none of theirs
     */
    Set<UUID> take(Collection<RunRecord> records, Set<UUID> gone) {
        List<JobKeys.Row> wanted = rows(records, RunRecord.Names::taken).stream()
                .filter(row -> !gone.contains(row.instanceId()))
                .toList();
        if (wanted.isEmpty()) {
            return gone;
        }
        Set<JobKeys.Row> got = UncheckedSql.wrap(() -> JobKeys.insert(pipeline.connection(), wanted));
        Set<UUID> nameless = wanted.stream()
                .filter(row -> !got.contains(row))
                .map(JobKeys.Row::instanceId)
                .collect(Collectors.toSet());
        nameless.addAll(gone);
        delete(got.stream().filter(row -> nameless.contains(row.instanceId())).toList());
        return nameless;
    }

    /** Names that were taken for runs which then lost are there for others again. */
    void giveBack(Collection<RunRecord> records, Set<UUID> lost) {
        delete(rows(records, RunRecord.Names::taken).stream()
                .filter(row -> lost.contains(row.instanceId()))
                .toList());
    }

    /** Names that their jobs need no more. */
    void giveUp(Collection<RunRecord> records) {
        delete(rows(records, RunRecord.Names::givenUp));
    }

    private void delete(List<JobKeys.Row> rows) {
        if (!rows.isEmpty()) {
            UncheckedSql.wrap(() -> JobKeys.delete(pipeline.connection(), rows));
        }
    }

    private static List<JobKeys.Row> rows(
            Collection<RunRecord> records, Function<RunRecord.Names, List<JobKey>> which) {
        List<JobKeys.Row> rows = new ArrayList<>();
        for (RunRecord record : records) {
            which.apply(record.names()).forEach(key -> rows.add(new JobKeys.Row(key, record.instanceId())));
        }
        return rows;
    }
}
