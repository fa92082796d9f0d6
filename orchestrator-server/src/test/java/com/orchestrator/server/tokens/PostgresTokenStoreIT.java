package com.orchestrator.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.server.auth.Digest;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Tokens in PostgreSQL, and two servers that know them. */
class PostgresTokenStoreIT implements TokenStoreContract {

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        PostgresEngineStore.prepare(database.config());
    }

    private static DataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.config().jdbcUrl());
        source.setUser(database.config().username());
        source.setPassword(database.config().password());
        return source;
    }

    @Override
    public TokenStore store() {
        database.execute("DELETE FROM access_tokens");
        return new PostgresTokenStore(source());
    }

    @Test
    void whatOneServerMakesAndTakesBack_theOtherSeesWithItsNextLook() {
        TokenStore store = store();
        TokenDirectory other = new TokenDirectory(new PostgresTokenStore(source()), System::nanoTime);
        other.look();
        String secret = FreshSecret.next();
        store.insert(new TokenStore.Wanted("ci", List.of("reader"), Digest.hex(secret), Duration.ofHours(1), "root"));

        assertThat(other.find(secret)).isEmpty();
        other.look();
        assertThat(other.find(secret)).isPresent();
        store.delete("ci");
        other.look();
        assertThat(other.find(secret)).isEmpty();
    }

    @Test
    void noSecretIsInTheDatabase() {
        TokenStore store = store();
        String secret = FreshSecret.next();
        store.insert(new TokenStore.Wanted("ci", List.of("reader"), Digest.hex(secret), Duration.ofHours(1), "root"));

        assertThat(database.query("SELECT t::text FROM access_tokens t"))
                .singleElement()
                .asString()
                .contains("ci")
                .doesNotContain(secret);
    }
}
