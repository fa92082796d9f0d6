package com.orchestrator.engine.store;

import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What only so many runs may hold, for chores and people. Nothing here is decided on alone: runs look again under lock. */
public interface ClaimStore {

    /** Runs that are first in a line behind which there is room. */
    List<UUID> findAdmissible(int limit);

    /** Everybody who may be part of a circle of runs that wait for each other. */
    Entangled findEntangled();

    /** Forgets names that nobody has asked for in a long while. */
    int forgetGates(int limit);

    /**
     * Semantic locks that are held, by name.
     *
     * @param name only this one; all when null
     */
    Page<LockStatus> listLocks(@Nullable String name, ListQuery query);

    /**
     * Runs that wait and may be waited for.
     *
     * @param links what they hold and wait for
     * @param parents of runs that wait, and of their parents
     */
    record Entangled(List<Link> links, Map<UUID, UUID> parents) {

        public Entangled {
            links = List.copyOf(links);
            parents = Map.copyOf(parents);
        }
    }

    /** @param seq order of the request */
    record Link(String name, UUID instanceId, long seq, boolean held) {}
}
