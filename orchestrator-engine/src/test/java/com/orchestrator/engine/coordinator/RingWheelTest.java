package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.RingWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingWheelTest {

    private static final Set<Integer> ALL = Set.of(0, 1, 2, 3);

    private final RingWheel wheel = RingWheel.weighted(RingWeights.DEFAULT);

    private static List<Integer> shares(List<Integer> turns) {
        return List.of(0, 1, 2, 3).stream()
                .map(ring -> Collections.frequency(turns, ring))
                .toList();
    }

    @Test
    void everyWindowOfFifteen_has8_4_2_1_whileAllHaveWork_howeverManyAreTakenAtOnce() {
        Random random = new Random(1);
        List<Integer> turns = new ArrayList<>();
        while (turns.size() < 1_000) {
            turns.addAll(wheel.take(1 + random.nextInt(20), ALL));
        }

        for (int from = 0; from + 15 <= turns.size(); from++) {
            assertThat(shares(turns.subList(from, from + 15))).containsExactly(8, 4, 2, 1);
        }
    }

    @Test
    void turnsThatCameToNothing_comeNext_inTheirOrder() {
        List<Integer> undisturbed = RingWheel.weighted(RingWeights.DEFAULT).take(600, ALL);
        Random random = new Random(2);
        List<Integer> turns = new ArrayList<>();
        while (turns.size() < 600) {
            List<Integer> taken = wheel.take(1 + random.nextInt(20), ALL);
            int used = random.nextInt(taken.size() + 1);
            turns.addAll(taken.subList(0, used));
            wheel.giveBack(taken.subList(used, taken.size()));
        }

        assertThat(turns.subList(0, 600)).isEqualTo(undisturbed);
    }

    @Test
    void theShareOfARingWithoutWork_goesToTheOthers_asTheyWeigh() {
        assertThat(shares(wheel.take(300, Set.of(1, 3)))).containsExactly(0, 240, 0, 60);
        assertThat(shares(wheel.take(280, Set.of(0, 1, 2)))).containsExactly(160, 80, 40, 0);
        assertThat(wheel.take(5, Set.of(3))).containsOnly(3);
    }

    @Test
    void turnsGivenBackByARingThatHasNoMoreWork_areNobodys() {
        List<Integer> taken = wheel.take(1, Set.of(0));
        wheel.giveBack(taken);

        assertThat(shares(wheel.take(30, Set.of(1, 2)))).containsExactly(0, 20, 10, 0);
    }

    @Test
    void theLeastUrgent_waitsForFourteenOthersAtMost() {
        for (int i = 0; i < 30; i++) {
            wheel.take(i, ALL);
            assertThat(wheel.take(15, ALL)).contains(3);
        }
    }

    @Test
    void aTurnOfAnother_isNotTaken() {
        List<Integer> expected = RingWheel.weighted(RingWeights.DEFAULT).take(30, ALL);
        for (int ring : expected) {
            for (int other = 0; other < 4; other++) {
                if (other != ring) {
                    assertThat(wheel.takeOnlyFor(other, ALL)).isFalse();
                }
            }
            assertThat(wheel.takeOnlyFor(ring, ALL)).isTrue();
        }
    }

    @Test
    void strict_givesEveryTurnToTheMostUrgent() {
        RingWheel strict = RingWheel.strict();

        assertThat(strict.take(40, Set.of(1, 3))).containsOnly(1);
        assertThat(strict.takeOnlyFor(2, Set.of(1))).isFalse();
        assertThat(strict.takeOnlyFor(0, Set.of(1))).isTrue();
    }

    @Test
    void otherWeights_areSharesOfTheirSum() {
        RingWheel even = RingWheel.weighted(new RingWeights(1, 1, 1, 1));

        assertThat(shares(even.take(8, ALL))).containsExactly(2, 2, 2, 2);
    }
}
