package com.orchestrator.engine.persistence;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.delivery.Courier;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.file.Path;

/** A server process that takes what is due, until it is killed. */
public final class RetentionVictim {

    private RetentionVictim() {}

    /** @param arguments address and user of the database, its password, directory of the archive */
    public static void main(String[] arguments) throws IOException {
        PostgresConfig config = new PostgresConfig(arguments[0], arguments[1], arguments[2], 4, false);
        try (PostgresEngineStore store = PostgresEngineStore.open(config);
                OrchestratorEngine engine = new OrchestratorEngine(
                        EngineConfig.DEFAULT,
                        store,
                        new DefinitionCompiler(new ExpressionCompiler()),
                        Path.of(arguments[3]),
                        Courier.NONE)) {
            engine.metrics();
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
