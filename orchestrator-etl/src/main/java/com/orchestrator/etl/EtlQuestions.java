package com.orchestrator.etl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.etl.EtlConnectionTest;
import com.orchestrator.api.etl.EtlDryRun;
import com.orchestrator.api.etl.EtlNames;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.DryRun;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.worker.TaskHandler;

/** What a server asks a worker, since it runs no connector itself. What is wrong is an answer, too. */
public final class EtlQuestions {

    /** A job as it is written, and how many rows of its source are looked at. */
    record Look(String job, int lookAt) {}

    /** A connection. */
    record Place(String type, ObjectNode config) {}

    private final Workroom workroom;
    private final JobEnds ends;

    public EtlQuestions(Workroom workroom, ConfigResolver configs) {
        this.workroom = workroom;
        this.ends = new JobEnds(workroom, configs);
    }

    @TaskHandler(EtlNames.DRY_RUN)
    EtlDryRun dryRun(Look look) {
        try {
            EtlJob job = EtlJob.read(look.job());
            try (Source source = ends.source(job);
                    Target target = ends.target(job)) {
                return answer(
                        job,
                        new DryRun(workroom, look.lookAt())
                                .of(source, job.way(workroom), JobEnds.request(job, "dry-run", target), target));
            }
        } catch (ConnectorException e) {
            return EtlDryRun.refused(e.code(), e.getMessage());
        }
    }

    /** A row that does not fit ends a run that is not to skip it. */
    private static EtlDryRun answer(EtlJob job, DryRun.Found found) {
        DryRun.Rejected fatal = job.skipsRejects() || found.rejected().isEmpty()
                ? null
                : found.rejected().get(0);
        return new EtlDryRun(
                found.plan(),
                found.columns().stream()
                        .map(column -> new EtlDryRun.Column(
                                column.name(), column.type().toString()))
                        .toList(),
                found.changes(),
                found.rows(),
                found.rejected().stream()
                        .map(row -> new EtlDryRun.Rejected(row.line(), row.column(), row.reason(), row.fields()))
                        .toList(),
                found.rowsRead(),
                found.rowsRejected(),
                found.rowsKnown(),
                found.complete(),
                fatal == null ? null : "ROW_REJECTED",
                fatal == null ? null : fatal.words());
    }

    @TaskHandler(EtlNames.TEST_CONNECTION)
    EtlConnectionTest test(Place place) {
        try {
            return new EtlConnectionTest(true, ends.check(place.type(), place.config()), null, null);
        } catch (ConnectorException e) {
            return new EtlConnectionTest(false, null, e.code(), e.getMessage());
        }
    }
}
