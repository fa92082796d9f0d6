package com.orchestrator.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.server.auth.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a server knows of tokens, and for how long. */
class TokenDirectoryTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong(1);
    private final TestClock clock = new TestClock(nanos);
    private final MemoryTokenStore store = new MemoryTokenStore(clock);
    private final TokenDirectory directory = new TokenDirectory(store, nanos::get);

    /** Goes as the monotonic clock does. */
    private record TestClock(AtomicLong nanos) implements InstantSource {
        @Override
        public Instant instant() {
            return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos.get());
        }
    }

    private String make(Duration life) {
        String secret = FreshSecret.next();
        store.insert(new TokenStore.Wanted("ci", List.of("reader@shop"), Digest.hex(secret), life, "root"));
        directory.look();
        return secret;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aSecret_isGoodUntilItEnds_alsoBetweenTwoLooks() {
        String secret = make(Duration.ofSeconds(5));

        assertThat(directory.find(secret))
                .hasValueSatisfying(caller -> assertThat(caller.name()).isEqualTo("ci"));
        pass(Duration.ofSeconds(5));
        assertThatThrownBy(() -> directory.find(secret)).hasMessageContaining("has ended");
        assertThat(directory.count()).contains(new TokenDirectory.Count(0, 1));
    }

    @Test
    void bothSecrets_areGoodForTheGrace_andTheFirstIsNotBehindIt() {
        String first = make(HOUR);
        String second = FreshSecret.next();
        store.rotate(store.all().get(0), Digest.hex(second), HOUR, Duration.ofSeconds(8));
        directory.look();

        assertThat(directory.find(first)).isPresent();
        assertThat(directory.find(second)).isPresent();
        pass(Duration.ofSeconds(8));
        assertThatThrownBy(() -> directory.find(first)).hasMessageContaining("has ended");
        assertThat(directory.find(second)).isPresent();
    }

    /** Else a token that was taken back would be good for as long as a server sees nothing. */
    @Test
    void whoHasNotLookedForLong_letsNobodyIn() {
        String secret = make(HOUR);
        store.delete("ci");

        pass(TokenDirectory.BLIND_MAX);
        assertThat(directory.find(secret)).isPresent();
        pass(Duration.ofNanos(1));
        assertThatThrownBy(() -> directory.find(secret)).hasMessageContaining("cannot see now");
        assertThat(directory.find("a token of the settings")).isEmpty();
        directory.look();
        assertThat(directory.find(secret)).isEmpty();
    }

    @Test
    void beforeTheFirstLook_nobodyIsLetIn() {
        assertThatThrownBy(() -> directory.find(FreshSecret.next())).hasMessageContaining("cannot see now");
        assertThat(directory.isEmpty()).isFalse();
        directory.look();
        assertThat(directory.isEmpty()).isTrue();
    }

    @Test
    void whenItWasUsed_isWrittenDownOnceForAll() {
        String secret = make(HOUR);
        Instant first = clock.instant();
        directory.find(secret);
        pass(Duration.ofSeconds(3));
        directory.find(secret);

        assertThat(store.all().get(0).shown().lastUsedAt()).isNull();
        directory.note();
        assertThat(store.all().get(0).shown().lastUsedAt()).isEqualTo(first);
    }
}
