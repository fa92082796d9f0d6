package com.orchestrator.projections;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class MariaDbCoordinationIT extends CoordinationContract {

    @TempDir
    private static Path home;

    private static MariaDb server;

    @BeforeAll
    static void startServer() throws Exception {
        server = MariaDb.start(home);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @Override
    World open() {
        World world = World.mariaDb(server.url());
        world.executeAll(
                "DELETE FROM orchestrator.projection_shards;\nDELETE FROM orchestrator.workers;\n"
                        + "DELETE FROM orchestrator.dead_letters;\nUPDATE orchestrator.recreate_lock SET generation = 0, phase = 'RUNNING'");
        return world;
    }
}
