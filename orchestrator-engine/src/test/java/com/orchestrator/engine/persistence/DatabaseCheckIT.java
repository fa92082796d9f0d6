package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a database is one sentence that says what to change, within seconds. */
class DatabaseCheckIT {

    private final PostgresConfig good = TestDatabase.create().config();

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://localhost/orc", "localhost:5432", "jdbc:postgresql://localhost:http/orc"})
    void anUrlThatIsNone_isNotQuoted(String url) {
        assertThat(refusal(with(url, good.username(), "secret")))
                .contains("ORCHESTRATOR_DATASOURCE_URL", "jdbc:postgresql://host:5432/database")
                .doesNotContain(url);
    }

    @Test
    void nobodyListens() {
        assertThat(refusal(with("jdbc:postgresql://127.0.0.1:1/orc", "orc", "x")))
                .contains("127.0.0.1:1/orc", "start it", "ORCHESTRATOR_DATASOURCE_URL");
    }

    @Test
    void noSuchHost() {
        assertThat(refusal(with("jdbc:postgresql://nobody.invalid/orc", "orc", "x")))
                .contains("nobody.invalid:5432/orc", "ORCHESTRATOR_DATASOURCE_URL");
    }

    @Test
    void noSuchDatabase() {
        String url = good.jdbcUrl().replaceFirst("/[^/?]+(\\?.*)?$", "/missing_here");

        assertThat(refusal(with(url, good.username(), good.password()))).contains("missing_here", "create it");
    }

    @Test
    void noSuchUser() {
        assertThat(refusal(with(good.jdbcUrl(), "stranger_here", "x")))
                .contains("stranger_here", "ORCHESTRATOR_DATASOURCE_USERNAME", "ORCHESTRATOR_DATASOURCE_PASSWORD");
    }

    @Test
    void aDatabaseOfSomebodyElse() {
        TestDatabase other = TestDatabase.create();
        other.execute("DROP TABLE IF EXISTS flyway_schema_history");
        other.execute("CREATE TABLE IF NOT EXISTS their_own (id INT)");

        assertThat(refusal(other.config())).contains("a database of its own");
    }

    @Test
    void aUserThatMayNotCreateTables() {
        TestDatabase closed = TestDatabase.create();
        closed.execute("DROP SCHEMA public CASCADE");
        closed.execute("CREATE SCHEMA public");
        closed.execute("DROP ROLE IF EXISTS guest_here");
        closed.execute("CREATE ROLE guest_here LOGIN PASSWORD 'guest'");

        assertThat(refusal(with(closed.config().jdbcUrl(), "guest_here", "guest")))
                .contains("guest_here", "may not create tables", "grant");
    }

    @Test
    void aDatabaseThatTakesNoWrites() {
        TestDatabase standby = TestDatabase.create();
        String name = standby.query("SELECT current_database()").get(0);
        standby.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");

        assertThat(refusal(standby.config())).contains(name, "takes no writes");
    }

    @Test
    void aDatabaseThatCannotHoldEveryText() {
        TestDatabase any = TestDatabase.create();
        any.execute("DROP DATABASE IF EXISTS latin_here");
        any.execute("CREATE DATABASE latin_here ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0");
        String url = good.jdbcUrl().replaceFirst("/[^/?]+(\\?.*)?$", "/latin_here");

        assertThat(refusal(with(url, good.username(), good.password()))).contains("LATIN1", "UTF8");
    }

    private PostgresConfig with(String url, String username, String password) {
        return new PostgresConfig(url, username, password, good.poolSize(), false);
    }

    private static String refusal(PostgresConfig config) {
        long start = System.nanoTime();
        StartRefused refused = catchThrowableOfType(StartRefused.class, () -> PostgresEngineStore.prepare(config));

        assertThat(refused).as("it is refused").isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        assertThat(refused.getMessage()).as("one line").doesNotContain("\n", "\tat ", "Exception:");
        return refused.getMessage();
    }
}
