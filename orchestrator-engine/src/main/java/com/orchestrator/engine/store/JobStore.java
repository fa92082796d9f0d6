package com.orchestrator.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs as people look for them; what runs are made of is read with the runs. */
public interface JobStore {

    /** Of those jobs of which only the outcome is kept. */
    Map<UUID, JobEnd> findEnds(Collection<UUID> instanceIds);

    /**
     * The next runs of jobs, the newest first, in whatever form they are kept.
     *
     * @param type only jobs of this type; all when null
     * @param before only those that are older; the newest when null
     */
    List<UUID> list(@Nullable String type, @Nullable UUID before, int limit);
}
