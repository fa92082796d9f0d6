package com.orchestrator.engine.persistence;

import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.DeleteMessages;
import com.orchestrator.engine.persistence.sql.InsertMessages;
import com.orchestrator.engine.persistence.sql.KeptReports;
import com.orchestrator.engine.persistence.sql.LoadMessages;
import com.orchestrator.engine.persistence.sql.LoadMessages.MessageRow;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.store.KeptReport;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What one unit of work does to what runs have been told, by each other and by workers, and have not heard yet. */
final class MailWrites {

    private final Pipeline pipeline;
    private final WorkSeals work;
    private final Seals seals;

    MailWrites(Pipeline pipeline, WorkSeals work, Seals seals) {
        this.pipeline = pipeline;
        this.work = work;
        this.seals = seals;
    }

    List<RunMessage> load(Collection<UUID> receivers) {
        List<MessageRow> rows = UncheckedSql.wrap(() -> LoadMessages.run(pipeline.connection(), receivers));
        Known known = of(rows.stream().map(MessageRow::sender).toList());
        return rows.stream()
                .map(row -> MessageJson.message(row, known.of(row.sender())))
                .toList();
    }

    void record(Collection<RunMessage> told, Collection<RunMessage> heard) {
        UncheckedSql.run(() -> {
            if (!told.isEmpty()) {
                InsertMessages.run(
                        pipeline.connection(),
                        told.stream()
                                .map(message -> MessageJson.row(message, work.of(message.sender())))
                                .toList());
            }
            if (!heard.isEmpty()) {
                DeleteMessages.run(
                        pipeline.connection(),
                        heard.stream().map(MessageJson::row).toList());
            }
        });
    }

    List<KeptReport> loadKept(UUID instanceId) {
        RunSeal seal = of(List.of(instanceId)).of(instanceId);
        return UncheckedSql.wrap(() -> KeptReports.load(pipeline.connection(), instanceId)).stream()
                .map(row -> ReportJson.report(row, seal))
                .toList();
    }

    void keep(Collection<KeptReport> reports) {
        work.find(reports.stream().map(MailWrites::runOf).toList());
        UncheckedSql.run(() -> KeptReports.insert(
                pipeline.connection(),
                reports.stream()
                        .map(report -> ReportJson.row(report, work.of(runOf(report))))
                        .toList()));
    }

    private static UUID runOf(KeptReport kept) {
        return ExecutionId.instanceOf(kept.report().executionId());
    }

    private Known of(List<UUID> instanceIds) {
        return instanceIds.isEmpty()
                ? Known.NONE
                : UncheckedSql.wrap(() -> seals.ofLane(pipeline.connection(), instanceIds));
    }
}
