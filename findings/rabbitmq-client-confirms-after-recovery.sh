#!/usr/bin/env bash
# RabbitMQ's Java client: after its automatic recovery (on by default) waitForConfirms() answers true for messages that are gone. What was
# published before the connection broke and not confirmed is forgotten with the old channel; the new one counts from 1 and has nothing
# to wait for. So does waitForConfirmsOrDie(). Whoever takes that as "the broker has it" loses messages with each broken connection.
# One would expect an exception, or false. With recovery off the channel is closed and both throw.
#
# Needs a JDK 17, RabbitMQ (orchestrator-router/rabbitmq.sh installs it for root), and amqp-client with slf4j-api in ~/.m2 (any build of
# this project puts them there). Seen with amqp-client 5.37.1 and RabbitMQ 3.10.8: "waitForConfirms: true, messages in the queue: 0 of 10".
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
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

public class Probe {
    static void ctl(String... arguments) throws Exception {
        new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

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
        String broker = args[0];
        String home = args[1];
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(Integer.parseInt(args[2]));
        factory.setNetworkRecoveryInterval(500);
        Connection connection = connect(factory);
        CountDownLatch recovered = new CountDownLatch(1);
        ((Recoverable) connection).addRecoveryListener(new RecoveryListener() {
            public void handleRecovery(Recoverable again) {
                recovered.countDown();
            }

            public void handleRecoveryStarted(Recoverable again) {}
        });
        Channel channel = connection.createChannel();
        channel.queueDeclare("q", true, false, false, null);
        channel.confirmSelect();
        // Under its memory alarm the broker reads no messages, so none can have arrived when the connection breaks.
        ctl(broker, "ctl", home, "set_vm_memory_high_watermark", "absolute", "1");
        for (int i = 0; i < 10; i++) {
            channel.basicPublish("", "q", MessageProperties.PERSISTENT_BASIC, new byte[] {1});
        }
        ctl(broker, "ctl", home, "close_all_connections", "broken");
        ctl(broker, "ctl", home, "set_vm_memory_high_watermark", "0.4");
        recovered.await();
        boolean confirmed = channel.waitForConfirms(5_000);
        System.out.println("waitForConfirms: " + confirmed + ", messages in the queue: " + channel.messageCount("q") + " of 10");
        connection.abort();
    }
}
JAVA
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -cp "$jars" "$folder/java/Probe.java" "$broker" "$folder/broker" $port
