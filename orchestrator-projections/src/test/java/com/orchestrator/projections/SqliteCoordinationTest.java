package com.orchestrator.projections;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCoordinationTest extends CoordinationContract {

    @TempDir
    private Path folder;

    @Override
    World open() {
        return World.sqlite(folder.resolve("test.db"));
    }
}
