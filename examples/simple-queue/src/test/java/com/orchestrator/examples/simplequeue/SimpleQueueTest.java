package com.orchestrator.examples.simplequeue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SimpleQueueTest {

    private final List<String> printed = new CopyOnWriteArrayList<>();

    @Test
    void letters_areWrittenOnceEach_failedOnesAgain() {
        new SimpleQueue(printed::add).run();

        assertThat(printed)
                .contains(
                        "put again: ada, deduplicated: true", "Dear Grace", "Dear Tim", "Invoice for Linus, attempt 2")
                .containsSubsequence("grace SUCCEEDED", "ada SUCCEEDED", "linus SUCCEEDED", "tim SUCCEEDED");
        assertThat(printed.stream().filter("Dear Ada"::equals)).hasSize(1);
    }
}
