package com.orchestrator.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresLoadIT extends LoadContract {

    private static final TestDatabase DATABASE = TestDatabase.create();

    @Override
    protected Target table(String more) {
        PostgresConfig config = DATABASE.config();
        return etl.target(
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

    private Source csv(String text) throws IOException {
        Files.writeString(folder.resolve("in.csv"), text);
        return etl.source("csv", "{'path': 'in.csv'}");
    }

    @Test
    void merge_wantsAUniqueIndexOverItsKeys_andSaysHowToMakeIt() throws IOException {
        DATABASE.execute("CREATE TABLE sales (id bigint, name text)");
        Target target = table(", 'disposition': 'merge', 'keys': ['id']");
        assertThatThrownBy(() -> etl.run(csv("id,name\n1,a\n"), target, "id bigint", "name text"))
                .hasMessageContaining("CREATE UNIQUE INDEX ON \"sales\" (\"id\")");
        DATABASE.execute("CREATE UNIQUE INDEX ON sales (id)");
        assertThat(etl.run(csv("id,name\n1,a\n"), target, "id bigint", "name text")
                        .rows())
                .isEqualTo(1);
    }

    @Test
    void columnsThatTheDatabaseFills_areNotWritten() throws IOException {
        DATABASE.execute("CREATE TABLE sales (id bigint GENERATED ALWAYS AS IDENTITY, name text)");
        assertThatThrownBy(() -> etl.run(csv("id,name\n1,a\n"), table(""), "id bigint", "name text"))
                .hasMessageContaining("is generated bigint");
        assertThat(DATABASE.query("SELECT count(*)::text FROM sales")).containsExactly("0");
    }

    @Test
    void aDatabaseThatDoesNotAnswer_mayAnswerLater() {
        Target target = etl.target(
                "postgres",
                "{'url': 'jdbc:postgresql://127.0.0.1:1/none', 'username': 'x', 'password': 'y', 'table': 'sales'}");
        assertThatThrownBy(target::check)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.isPassing()).isTrue());
    }
}
