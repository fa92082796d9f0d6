package ${package};

import com.orchestrator.worker.Compensates;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an order needs. Here all of it is in memory; put your services in the place of the maps. */
public class OrderTasks {

    public record Order(String orderId, BigDecimal total) {}

    public record Receipt(String chargeId) {}

    final Map<String, String> reserved = new ConcurrentHashMap<>();
    final Map<String, BigDecimal> charged = new ConcurrentHashMap<>();

    @TaskHandler("inventory.reserve")
    void reserve(Order order) {
        reserved.put(order.orderId(), "reserved");
    }

    @TaskHandler("inventory.release")
    @Compensates("inventory.reserve")
    void release(TaskContext task) {
        reserved.remove(task.runId());
    }

    /** A task may be given twice, when a worker dies: the key, not luck, makes that one charge. */
    @TaskHandler("payment.charge")
    Receipt charge(Order order, TaskContext task) {
        if (order.total().signum() <= 0) {
            throw TaskFailure.compensate("CARD_DECLINED");
        }
        charged.put(task.runId(), order.total());
        return new Receipt("ch-" + order.orderId());
    }

    @TaskHandler("payment.refund")
    @Compensates("payment.charge")
    void refund(TaskContext task) {
        charged.remove(task.runId());
    }

    @TaskHandler("shipping.ship")
    void ship(Order order) {}
}
