package com.orchestrator.connectors;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.testkit.TestDatabase;
import java.util.List;

class PostgresKillsIT extends LoadKills {

    private static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    protected List<String> target(String more) {
        PostgresConfig config = DATABASE.config();
        return List.of(
                "postgres",
                "{'url': '" + config.jdbcUrl() + "', 'username': '" + config.username() + "', 'password': '"
                        + config.password() + "', 'table': 'sales'" + more + "}");
    }

    @Override
    protected List<String> query(String sql) {
        return DATABASE.query(sql);
    }

    @Override
    protected void clear() {
        DATABASE.execute("DROP TABLE IF EXISTS sales, etl_loads, etl_state");
    }
}
