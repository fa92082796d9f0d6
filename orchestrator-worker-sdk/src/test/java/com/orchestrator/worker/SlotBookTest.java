package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotBookTest {

    private static RegisteredHandler handler(String type, int concurrency) {
        return new RegisteredHandler(type, null, (input, context) -> null, Set.of(), concurrency, TaskThreads.AUTO);
    }

    @Test
    void twoRequestsTogether_neverAskForMoreThanIsFree() {
        SlotBook slots = new SlotBook(List.of("a"), 10, List.of(handler("a", 0)));
        slots.take("a");

        SlotBook.Ask waiting = slots.reserve();
        slots.free("a");
        SlotBook.Ask report = slots.reserve();

        assertThat(waiting.max()).isEqualTo(9);
        assertThat(report.max()).isEqualTo(1);
        assertThat(slots.reserve().max()).isZero();
    }

    @Test
    void fullTypesQueue_isLeftOut() {
        SlotBook slots = new SlotBook(List.of("a", "b"), 10, List.of(handler("a", 1), handler("b", 0)));
        slots.take("a");

        SlotBook.Ask ask = slots.reserve();

        assertThat(ask).isEqualTo(new SlotBook.Ask(List.of("b"), 9, false));
    }

    /** Any order of asking, answering and ending, with an adversary who hands out as much of one type as was asked for. */
    @Test
    void randomHistories_stayWithinEveryLimit() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            SlotBook slots = new SlotBook(List.of("a", "b"), 8, List.of(handler("a", 3), handler("b", 0)));
            List<SlotBook.Ask> asks = new ArrayList<>();
            List<String> held = new ArrayList<>();
            for (int step = 0; step < 200; step++) {
                step(random, slots, asks, held);
                assertThat(held.size()
                                + asks.stream().mapToInt(SlotBook.Ask::max).sum())
                        .as("seed %d step %d", seed, step)
                        .isLessThanOrEqualTo(8);
                assertThat(held.stream().filter("a"::equals))
                        .as("seed %d", seed)
                        .hasSizeLessThanOrEqualTo(3);
            }
        }
    }

    private static void step(Random random, SlotBook slots, List<SlotBook.Ask> asks, List<String> held) {
        int choice = random.nextInt(3);
        if (choice == 0 && asks.size() < 2) {
            asks.add(slots.reserve());
        } else if (choice == 1 && !asks.isEmpty()) {
            SlotBook.Ask ask = asks.remove(random.nextInt(asks.size()));
            slots.settle(ask);
            String type = ask.queues().get(random.nextInt(ask.queues().size()));
            int brought = ask.max() == 0 ? 0 : random.nextInt(ask.max() + 1);
            for (int i = 0; i < brought; i++) {
                slots.take(type);
                held.add(type);
            }
        } else if (!held.isEmpty()) {
            slots.free(held.remove(random.nextInt(held.size())));
        }
    }
}
