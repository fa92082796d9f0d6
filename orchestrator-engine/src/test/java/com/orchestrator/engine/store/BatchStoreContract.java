package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.StoredBatch.Order;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches, whose turn they are, and what has become of their items. */
interface BatchStoreContract extends StoreUnderTest {

    UUID ONE = new UUID(0, 1);
    UUID OTHER = new UUID(0, 2);

    private static UUID id(int number) {
        return new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
    }

    private static Order order(Integer perSecond) {
        return new Order(
                BatchOperation.SIGNAL,
                Payload.ofJson("{\"name\":\"go\",\"payload\":1.50}"),
                "state == 'FAILED'",
                null,
                perSecond,
                "mended",
                "kim");
    }

    private static List<UUID> runs(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> new UUID(7, n)).toList();
    }

    private StoredBatch insert(int number, Integer perSecond, int items) {
        return store().batches().inTransaction(transaction -> {
            StoredBatch batch = StoredBatch.of(id(number), order(perSecond), transaction.now())
                    .collected(items, null);
            transaction.insert(batch);
            transaction.append(batch.batchId(), 1, runs(items));
            return batch;
        });
    }

    private StoredBatch change(StoredBatch batch, UnaryOperator<StoredBatch> how) {
        return store().batches().inTransaction(transaction -> {
            StoredBatch changed = how.apply(transaction.lock(batch.batchId()).orElseThrow());
            transaction.update(List.of(changed));
            return changed;
        });
    }

    private List<UUID> free(UUID server) {
        return store().batches().inTransaction(transaction -> transaction.lockFree(server, 10)).stream()
                .map(StoredBatch::batchId)
                .toList();
    }

    private StoredBatch found(StoredBatch batch) {
        return store().batches().find(batch.batchId()).orElseThrow();
    }

    private static BatchItem exception(long position, BatchItem.State state) {
        return new BatchItem(position, new UUID(7, position), state, ErrorCode.ILLEGAL_STATE, "it is COMPLETED");
    }

    @Test
    default void batch_isReadAsItWasWritten_alsoWhenNothingIsSaidOfIt() {
        StoredBatch whole = insert(1, 50, 3);
        StoredBatch changed = change(whole, batch -> batch.takenBy(ONE, now()).begun(now()));
        assertThat(found(whole)).isEqualTo(changed);

        StoredBatch bare = store().batches().inTransaction(transaction -> {
            Order order = new Order(BatchOperation.PAUSE, null, null, "ab12", null, "wait", "kim");
            StoredBatch batch = StoredBatch.of(id(2), order, transaction.now()).collected(0, "place");
            transaction.insert(batch);
            return batch;
        });
        assertThat(found(bare)).isEqualTo(bare);
        assertThat(store().batches().find(id(3))).isEmpty();
        assertThat(store().batches().running()).isEqualTo(2);
    }

    @Test
    default void batchThatAServerHas_isNobodyElses_untilItFallsSilent() {
        StoredBatch batch = insert(1, null, 1);
        assertThat(free(OTHER)).containsExactly(id(1));
        change(batch, one -> one.takenBy(ONE, now()));
        assertThat(free(OTHER)).isEmpty();
        assertThat(free(ONE)).containsExactly(id(1));
        advance(StoredBatch.LEASE);
        assertThat(free(OTHER)).containsExactly(id(1));
        change(batch, one -> one.in(Batch.State.PAUSED, null, now()));
        assertThat(free(ONE)).isEmpty();
        assertThat(store().batches().running()).isZero();
    }

    @Test
    default void items_areWhatTheBatchAndTheExceptionsSay() {
        StoredBatch batch = insert(1, null, 5);
        store().batches().inTransaction(transaction -> {
            List<BatchItem> exceptions =
                    List.of(exception(2, BatchItem.State.REFUSED), exception(3, BatchItem.State.FAILED));
            transaction.except(batch.batchId(), exceptions);
            transaction.update(List.of(batch.worked(3, exceptions)));
            return true;
        });
        assertThat(states(null))
                .containsExactly(
                        BatchItem.State.SUCCEEDED,
                        BatchItem.State.REFUSED,
                        BatchItem.State.FAILED,
                        BatchItem.State.PENDING,
                        BatchItem.State.PENDING);
        assertThat(store().batches()
                        .items(id(1), BatchItem.State.FAILED, new ListQuery(10, null))
                        .items())
                .containsExactly(exception(3, BatchItem.State.FAILED));
        change(batch, one -> one.in(Batch.State.CANCELLED, "enough", now()));
        assertThat(states(null)).endsWith(BatchItem.State.FAILED, BatchItem.State.CANCELLED, BatchItem.State.CANCELLED);
        assertThat(found(batch).toBatch().refused()).isEqualTo(1);
    }

    private List<BatchItem.State> states(BatchItem.State only) {
        return store().batches().items(id(1), only, new ListQuery(10, null)).items().stream()
                .map(BatchItem::state)
                .toList();
    }

    @Test
    default void itemsBehindAPosition_areTheNextOnes() {
        StoredBatch batch = insert(1, null, 5);
        store().batches().inTransaction(transaction -> {
            transaction.append(batch.batchId(), 6, List.of(new UUID(8, 1)));
            return true;
        });
        assertThat(behind(3)).containsExactly(new UUID(7, 4), new UUID(7, 5));
        assertThat(behind(5)).containsExactly(new UUID(8, 1));
    }

    private List<UUID> behind(long position) {
        return store().batches().inTransaction(transaction -> transaction.itemsBehind(id(1), position, 2));
    }

    @Test
    default void lists_goPageByPage_andTakeNoOtherCursor() {
        IntStream.rangeClosed(1, 3).forEach(number -> insert(number, null, 3));
        Page<StoredBatch> first = store().batches().list(null, new ListQuery(2, null));
        assertThat(first.items()).extracting(StoredBatch::batchId).containsExactly(id(3), id(2));
        Page<StoredBatch> last = store().batches().list(null, new ListQuery(2, first.next()));
        assertThat(last.items()).extracting(StoredBatch::batchId).containsExactly(id(1));
        assertThat(last.next()).isNull();
        String maker = first.items().get(0).order().actor();
        assertThat(store().batches().list(maker, new ListQuery(2, null)).items())
                .hasSize(2);
        assertThat(store().batches().list("nobody", new ListQuery(2, null)).items())
                .isEmpty();

        Page<BatchItem> items = store().batches().items(id(1), null, new ListQuery(2, null));
        assertThat(store().batches()
                        .items(id(1), null, new ListQuery(2, items.next()))
                        .items())
                .extracting(BatchItem::position)
                .containsExactly(3L);
        assertThatThrownBy(() -> store().batches().items(id(1), null, new ListQuery(2, first.next())))
                .isInstanceOf(OrchestratorException.class);
    }

    @Test
    default void whatATransactionThatFailsHasWritten_isNotThere() {
        StoredBatch batch = insert(1, null, 2);
        assertThatThrownBy(() -> store().batches().inTransaction(transaction -> {
                    transaction.update(List.of(batch.worked(2, List.of())));
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(found(batch)).isEqualTo(batch);
    }

    @Test
    default void batchThatEndedLongAgo_isForgottenWithItsItems() {
        StoredBatch old = insert(1, null, 3);
        change(old, one -> one.worked(3, List.of()).in(Batch.State.COMPLETED, null, now()));
        insert(2, null, 3);
        assertThat(store().batches().trim(Duration.ofDays(1), 100)).isZero();
        advance(Duration.ofDays(2));
        while (store().batches().trim(Duration.ofDays(1), 2) > 0) {
            assertThat(store().batches().find(id(2))).isPresent();
        }
        assertThat(store().batches().find(id(1))).isEmpty();
        assertThat(store().batches().items(id(1), null, new ListQuery(10, null)).items())
                .isEmpty();
        assertThat(store().batches().items(id(2), null, new ListQuery(10, null)).items())
                .hasSize(3);
    }
}
