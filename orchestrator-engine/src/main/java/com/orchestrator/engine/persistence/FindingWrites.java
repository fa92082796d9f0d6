package com.orchestrator.engine.persistence;

import com.orchestrator.engine.find.NotableStates;
import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.incident.ResolvedIncident;
import com.orchestrator.engine.persistence.sql.IncidentRows;
import com.orchestrator.engine.persistence.sql.NotableRuns;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.persistence.sql.RelabelInstances;
import com.orchestrator.engine.persistence.sql.RunAttributes;
import com.orchestrator.engine.store.AttributeRow;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunRecord.Form;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What runs are found by, beside their rows. A batch of runs that start and complete writes nothing here. */
final class FindingWrites {

    private final Pipeline pipeline;
    private final WorkSeals seals;
    private final List<InstanceRow> notable = new ArrayList<>();
    private final List<UUID> ordinary = new ArrayList<>();
    private final List<AttributeRow> set = new ArrayList<>();
    private final List<AttributeRow> removed = new ArrayList<>();
    private final List<InstanceRow> moved = new ArrayList<>();
    private final Map<UUID, String> relabelled = new HashMap<>();
    private final List<OpenedIncident> opened = new ArrayList<>();
    private final List<ResolvedIncident> resolved = new ArrayList<>();
    private final List<UUID> forgotten = new ArrayList<>();

    FindingWrites(Pipeline pipeline, WorkSeals seals) {
        this.pipeline = pipeline;
        this.seals = seals;
    }

    void record(Collection<RunRecord> records) {
        records.stream().filter(RunRecord::hasRows).forEach(this::sort);
        records.forEach(this::sortIncidents);
        if (!notable.isEmpty()) {
            pipeline.add(to -> NotableRuns.put(to, notable));
        }
        if (!ordinary.isEmpty()) {
            pipeline.add(to -> NotableRuns.remove(to, ordinary));
        }
        if (!relabelled.isEmpty()) {
            pipeline.add(to -> RelabelInstances.of(to, relabelled));
        }
        if (!moved.isEmpty()) {
            pipeline.add(to -> RunAttributes.move(to, moved));
        }
        if (!set.isEmpty()) {
            pipeline.add(to -> RunAttributes.put(to, set));
        }
        if (!removed.isEmpty()) {
            pipeline.add(to -> RunAttributes.remove(to, removed));
        }
        recordIncidents();
    }

    /** In one order of groups, as far as two statements have one: who resolves has most often opened nothing. */
    private void recordIncidents() {
        if (!resolved.isEmpty()) {
            pipeline.add(to -> IncidentRows.resolve(to, resolved));
        }
        if (!opened.isEmpty()) {
            pipeline.add(to -> IncidentRows.open(to, opened, incident -> IncidentSeals.sealed(incident, seals)));
        }
        if (!forgotten.isEmpty()) {
            pipeline.add(to -> IncidentRows.forget(to, forgotten));
        }
    }

    private void sortIncidents(RunRecord record) {
        IncidentChanges changes = record.finding().incidents();
        opened.addAll(changes.opened());
        resolved.addAll(changes.resolved());
        if (changes.forgotten()) {
            forgotten.add(record.instanceId());
        }
    }

    private void sort(RunRecord record) {
        InstanceRow row = record.instance();
        boolean isNotable = row != null && NotableStates.ALL.contains(row.state());
        if (isNotable) {
            notable.add(row);
        } else if (record.finding().wasNotable() && (row != null || record.form() == Form.ROWS_GONE)) {
            ordinary.add(record.instanceId());
        }
        if (row != null && record.finding().startsNow()) {
            moved.add(row);
        }
        Map<String, String> labels = record.finding().labels();
        if (labels != null) {
            relabelled.put(record.instanceId(), EventJson.print(labels));
        }
        record.finding().attributes().forEach(attribute -> (attribute.value() == null ? removed : set).add(attribute));
    }
}
