package com.orchestrator.test.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.persistence.PostgresConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whichever PostgreSQL it is, a commit is one: libraries for tests switch that off to be faster. */
class DurabilityTest {

    @Test
    void aCommit_isDurable() throws SQLException {
        PostgresConfig config = TestPostgres.config();
        try (Connection connection =
                        DriverManager.getConnection(config.jdbcUrl(), config.username(), config.password());
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
                    row.next();
                    assertThat(row.getString(1)).as(setting).isEqualTo("on");
                }
            }
        }
    }
}
