package com.orchestrator.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.test.SagaExplorer.Explored;
import com.orchestrator.test.Shop.Mistake;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order saga, explored: as it stands, and with each of six mistakes that are easily made. {@code -Dstories=10000} for all of a budget. */
class SagaExplorerTest {

    private static final int STORIES = Integer.getInteger("stories", 200);
    private static final BigDecimal TOTAL = new BigDecimal("49.90");

    private static String definition() {
        try (InputStream file = SagaExplorerTest.class.getResourceAsStream("/order-saga.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SagaExplorer<Shop> explorer(Mistake mistake, UnaryOperator<String> change) {
        return SagaExplorer.explore(change.apply(definition()), () -> new Shop(mistake))
                .input(Map.of("orderId", "o-1", "customerId", "c-1", "total", TOTAL));
    }

    /** A task that has lost three workers is left to a person. */
    private static boolean waitsForAPerson(TestRun run) {
        return run.state() == WorkflowState.SUSPENDED || run.state() == WorkflowState.COMPENSATION_FAILED;
    }

    /** An order is shipped and paid for, or it is as if it had never been. */
    private static void allOrNothing(Shop shop, TestRun run) {
        shop.write();
        if (waitsForAPerson(run)) {
            return;
        }
        assertThat(run.state().isTerminal())
                .as("whether the run, which is %s, has ended", run.state())
                .isTrue();
        boolean isDone = run.state() == WorkflowState.COMPLETED;
        assertThat(shop.balance()).as("money taken").isEqualByComparingTo(isDone ? TOTAL : BigDecimal.ZERO);
        assertThat(shop.reserved()).as("goods reserved").hasSize(isDone ? 1 : 0);
        assertThat(shop.shipped()).as("parcels under way").hasSize(isDone ? 1 : 0);
    }

    @Test
    void theOrderSaga_isDoneOrUndone_whateverGoesWrong() {
        Explored explored = explorer(Mistake.NONE, text -> text).budget(STORIES).check(SagaExplorerTest::allOrNothing);
        assertThat(explored.stories()).isEqualTo(STORIES);
        assertThat(explored.mishaps()).isGreaterThanOrEqualTo(2);
    }

    private static String changed(String change) {
        return switch (change) {
            case "MISSING_UNDO" ->
                definition().replaceAll("(?s)    compensate:\n      task: payment.refund.*?(?=\n  - id: ship)", "");
            case "WRONG_WHEN" ->
                definition().replace("task: payment.refund", "task: payment.refund\n      when: completed");
            default -> definition();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "UNDO_IS_NOT_IDEMPOTENT, ''",
        "UNDO_BEFORE_THE_EFFECT_IS_DURABLE, ''",
        "EFFECT_WITHOUT_KEY, ''",
        "UNDO_READS_LIVE_STATE, ''",
        "NONE, MISSING_UNDO",
        "NONE, WRONG_WHEN",
    })
    void aMistake_isFound_withAShortStoryThatCanBePlayedAgain(Mistake mistake, String change) {
        SagaExplorer<Shop> explorer = explorer(mistake, text -> changed(change)).budget(5_000);

        AssertionError found =
                catchThrowableOfType(AssertionError.class, () -> explorer.check(SagaExplorerTest::allOrNothing));
        assertThat(found).as("%s %s", mistake, change).isNotNull();
        String message = found.getMessage();
        String story = message.substring(message.indexOf('\n') + 1, message.indexOf("\nWhat does not hold"));
        assertThat(story.lines().count()).as(story).isLessThanOrEqualTo(10);

        String[] mishaps = message.lines()
                .filter(line -> line.contains("explorer.replay("))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*invariant(, )?|\\);|\"", "")
                .split(", ");
        assertThatThrownBy(() -> explorer.replay(SagaExplorerTest::allOrNothing, mishaps))
                .hasMessage(message);
    }
}
