package com.orchestrator.engine.retention;

import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.RunTree;
import java.nio.file.Path;
import java.util.List;

/** Where runs are kept that are deleted. */
public interface RunArchive {

    /** None. */
    RunArchive NONE = new RunArchive() {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public void keep(String namespace, List<RunTree> trees) {
            throw new IllegalStateException("There is no archive");
        }
    };

    /** In files of a directory. */
    static RunArchive in(Path directory, EngineStore store, IdGenerator names) {
        return new FileArchive(directory, names, new RunExport(store)::of);
    }

    /** Whether this server has one. */
    boolean isThere();

    /**
     * Keeps the runs of these trees as they are; durable when it returns.
     *
     * @throws java.io.UncheckedIOException when they could not be kept
     */
    void keep(String namespace, List<RunTree> trees);
}
