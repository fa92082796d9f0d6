package com.orchestrator.engine.persistence;

import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.sql.LifeRows.Written;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.persistence.sql.ReadNow.Beginning;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** In which life of the database one unit of work is done, and what it leaves there. */
final class WorkLife {

    private final DatabaseLife life;
    private @Nullable Written witness;
    private @Nullable Beginning beginning;

    WorkLife(DatabaseLife life) {
        this.life = life;
    }

    /** Read once. */
    Beginning beginning(Pipeline pipeline) {
        Beginning read = beginning;
        if (read == null) {
            read = UncheckedSql.wrap(() -> ReadNow.withFloor(pipeline.connection()));
            life.require(read.fenceFloor());
            beginning = read;
        }
        return read;
    }

    /** One page stands for all; not one of a run that vanishes by itself when it ends. */
    void writes(Collection<Page> pages) {
        witness = pages.stream()
                .filter(page -> !ExecutionId.mayBeCompact(page.instanceId()))
                .findFirst()
                .map(page -> new Written(page.instanceId(), page.firstSequence()))
                .orElse(null);
    }

    void committed() {
        if (witness != null) {
            life.wrote(witness);
        }
    }
}
