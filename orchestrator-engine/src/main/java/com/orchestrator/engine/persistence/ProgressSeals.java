package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.LoadProgress;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What workers report as progress, sealed where it is kept. */
final class ProgressSeals {

    private static final String PLACE = "progress";

    private ProgressSeals() {}

    /** The same renewals, with their progress as it is kept. */
    static Collection<Renewal> sealed(Connection connection, Collection<Renewal> renewals, Seals seals) {
        List<UUID> runs = renewals.stream()
                .filter(renewal -> renewal.progress() != null)
                .map(renewal -> ExecutionId.instanceOf(renewal.executionId()))
                .toList();
        if (runs.isEmpty() || !seals.isOn()) {
            return renewals;
        }
        Known known = seals.ofLane(connection, runs);
        return renewals.stream()
                .map(renewal -> sealed(renewal, known.of(ExecutionId.instanceOf(renewal.executionId()))))
                .toList();
    }

    private static Renewal sealed(Renewal renewal, RunSeal seal) {
        Payload progress = renewal.progress();
        byte[] kept = seal.seal(PLACE, progress == null ? null : progress.bytes());
        return new Renewal(
                renewal.executionId(),
                renewal.workerId(),
                renewal.fenceToken(),
                kept == null ? null : Payload.ofJson(kept),
                renewal.lease());
    }

    static Map<ProgressKey, Payload> load(Connection connection, Collection<ProgressKey> keys, Seals seals) {
        Map<ProgressKey, Payload> stored = UncheckedSql.wrap(() -> LoadProgress.run(connection, keys));
        Known known = seals.ofRuns(
                connection,
                stored.keySet().stream().map(ProgressKey::instanceId).toList());
        Map<ProgressKey, Payload> opened = new HashMap<>();
        stored.forEach((key, progress) -> opened.put(
                key, Objects.requireNonNull(known.of(key.instanceId()).openJson(PLACE, progress.bytes()))));
        return opened;
    }
}
