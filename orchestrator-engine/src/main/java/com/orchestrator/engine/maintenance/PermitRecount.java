package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.PermitAudit;
import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.PermitStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks over what rules have given out, a piece at a time, and holds it against the histories. */
public final class PermitRecount implements Chore {

    private final PermitStore permits;
    private final PermitAudit audit;
    private final Wakeups wakeups;
    private @Nullable Permit position;

    public PermitRecount(PermitStore permits, PermitAudit audit, Wakeups wakeups) {
        this.permits = permits;
        this.audit = audit;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "permit-recount";
    }

    @Override
    public int runOnce(int limit) {
        List<Permit> piece = permits.list(position, limit);
        position = piece.size() < limit ? null : piece.get(piece.size() - 1);
        Set<Permit> given = audit.giveBackLeftBehind(piece);
        if (!given.isEmpty()) {
            wakeups.rulesHaveRoom(given.stream().map(Permit::rule).collect(Collectors.toSet()));
        }
        return piece.size();
    }
}
