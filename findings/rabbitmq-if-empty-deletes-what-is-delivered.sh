#!/usr/bin/env bash
# RabbitMQ: queue.delete with if-empty deletes a queue that is not empty. Messages that are delivered and not acknowledged are none for it, nor
# are they in the count that it answers (0), nor in that of a passive declaration; they go with the queue, confirmed and persistent as they
# are, and the consumer that fetched them is told of a cancelled consumer. One would expect 406 PRECONDITION_FAILED, as for a queue with a
# message that waits. With if-unused beside it the deletion is refused for as long as somebody listens; once he is gone, what he had is
# back in the queue, and if-empty says the truth.
#
# Needs a JDK 17, RabbitMQ (orchestrator-router/rabbitmq.sh installs it for root), and amqp-client with slf4j-api in ~/.m2 (any build of
# this project puts them there). Seen with RabbitMQ 3.10.8: "if-unused and if-empty: refused; if-empty alone: deleted, counted 0; of 10
# messages 0 are left".
set -euo pipefail
broker=$(cd "$(dirname "$0")/../orchestrator-router" && pwd)/rabbitmq.sh
newest() { find ~/.m2/repository -name "$1" | sort -V | tail -1; }
jars=$(newest 'amqp-client-*[0-9].jar'):$(newest 'slf4j-api-*[0-9].jar')
folder=$(mktemp -d)
chmod 711 "$folder"
port=$((20000 + RANDOM % 8000))
"$broker" run "$folder/broker" $port > "$folder/log" 2>&1 &
pid=$!
trap '"$broker" ctl "$folder/broker" stop > /dev/null 2>&1 || true; wait $pid || true; "$broker" clear "$folder/broker" 2> /dev/null || true; rm -rf "$folder"' EXIT
mkdir "$folder/java"
cat > "$folder/java/Probe.java" <<'JAVA'
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

public class Probe {
    static final int MESSAGES = 10;

    static Connection connect(ConnectionFactory factory) throws Exception {
        for (int tries = 0; ; tries++) {
            try {
                return factory.newConnection();
            } catch (IOException starting) {
                if (tries == 200) {
                    throw starting;
                }
                Thread.sleep(500);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(Integer.parseInt(args[0]));
        factory.setAutomaticRecoveryEnabled(false);
        Connection listens = connect(factory);
        try (Connection deletes = factory.newConnection()) {
            Channel channel = listens.createChannel();
            channel.queueDeclare("work", true, false, false, Map.of());
            channel.confirmSelect();
            for (int number = 0; number < MESSAGES; number++) {
                channel.basicPublish("", "work", MessageProperties.PERSISTENT_BASIC, new byte[1]);
            }
            channel.waitForConfirmsOrDie(10_000);
            CountDownLatch delivered = new CountDownLatch(MESSAGES);
            channel.basicConsume("work", false, new DefaultConsumer(channel) {
                public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                    delivered.countDown();
                }
            });
            delivered.await();
            String careful = "deleted";
            try {
                deletes.createChannel().queueDelete("work", true, true);
            } catch (IOException refused) {
                careful = "refused";
            }
            int counted = deletes.createChannel().queueDelete("work", false, true).getMessageCount();
            listens.close();
            Channel after = deletes.createChannel();
            long left = after.queueDeclare("work", true, false, false, Map.of()).getMessageCount();
            System.out.println("if-unused and if-empty: " + careful + "; if-empty alone: deleted, counted " + counted
                    + "; of " + MESSAGES + " messages " + left + " are left");
            if (!careful.equals("refused") || counted != 0 || left != 0) {
                System.exit(1);
            }
        }
    }
}
JAVA
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -cp "$jars" "$folder/java/Probe.java" $port
