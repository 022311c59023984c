package io.awe4lb.plugins.health.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.awe4lb.plugins.health.conversation.AnswerFailure;
import io.awe4lb.plugins.health.conversation.Conversation;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http2.H2ConnectionException;
import org.apache.hc.core5.http2.config.H2Param;
import org.apache.hc.core5.http2.config.H2Setting;
import org.apache.hc.core5.http2.frame.DefaultFrameFactory;
import org.apache.hc.core5.http2.frame.FrameFactory;
import org.apache.hc.core5.http2.frame.FrameFlag;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.impl.io.FrameInputBuffer;
import org.apache.hc.core5.http2.impl.io.FrameOutputBuffer;
import org.apache.hc.core5.util.ByteArrayBuffer;

/**
 * One unary call on a connection of its own, which begins with HTTP/2 at once (RFC 9113, 3.3; with TLS after ALPN). Used once.
 */
final class Call {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    private static final FrameFactory FRAMES = DefaultFrameFactory.INSTANCE;
    private static final int STREAM = 1;
    private static final int LARGEST_FRAME = 1 << 14;
    private static final int TABLE = 4096;
    /** An answer has a handful of frames. */
    private static final int MOST_FRAMES = 200;
    private static final int LARGEST_ANSWER = 64 << 10;
    /** A message of gRPC: whether it is compressed, then its length. */
    private static final int MESSAGE_HEAD = 1 + Integer.BYTES;

    private final Conversation conversation;
    private final FrameOutputBuffer out = new FrameOutputBuffer(LARGEST_FRAME);
    private final FrameInputBuffer in = new FrameInputBuffer(LARGEST_FRAME);
    private final HPackDecoder decoder = new HPackDecoder(TABLE, US_ASCII);
    private final Map<String, String> headers = new HashMap<>();
    /** Of a block of headers that goes on in the next frame. */
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    /** Whether the stream ends with that block. */
    private boolean isLast;

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    Call(Conversation conversation) {
        this.conversation = conversation;
    }

    /** @throws AnswerFailure if what comes is not HTTP/2, or no answer to this call */
    Reply ask(List<Header> request, byte[] message) throws IOException {
        try {
            conversation.send(asked(request, message));
            return reply();
        } catch (ConnectionClosedException ended) {
            throw (IOException) new EOFException().initCause(ended);
        } catch (H2ConnectionException broken) {
            throw invalid(broken.getMessage());
        } catch (HttpException broken) {
            throw invalid(broken.getMessage());
        }
    }

    /** In one piece: a server that answers the first line and closes would break off what is sent after it. */
    private byte[] asked(List<Header> request, byte[] message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PREFACE);
        out.write(FRAMES.createSettings(new H2Setting(H2Param.ENABLE_PUSH, 0)), bytes);
        out.write(FRAMES.createHeaders(STREAM, encoded(request), true, false), bytes);
        ByteBuffer body = ByteBuffer.allocate(MESSAGE_HEAD + message.length).put((byte) 0).putInt(message.length).put(message).flip();
        out.write(FRAMES.createData(STREAM, body, true), bytes);
        return bytes.toByteArray();
    }

    private static AnswerFailure invalid(String why) {
        return new AnswerFailure("answer_invalid",
                "its answer is not HTTP/2 (%s): is this the port of a gRPC server, and with TLS or without?"
                        .formatted(why));
    }

    private void send(RawFrame frame) throws IOException {
        var bytes = new ByteArrayOutputStream();
        out.write(frame, bytes);
        conversation.send(bytes.toByteArray());
    }

    private static ByteBuffer encoded(List<Header> request) throws IOException {
        var encoder = new HPackEncoder(TABLE, US_ASCII);
        var buffer = new ByteArrayBuffer(LARGEST_FRAME);
        encoder.encodeHeaders(buffer, request, false);
        return ByteBuffer.wrap(buffer.array(), 0, buffer.length());
    }

    private Reply reply() throws IOException, HttpException {
        for (int frames = 0; frames < MOST_FRAMES; frames++) {
            RawFrame frame = in.read(conversation.in());
            boolean isOver = frame.getStreamId() == STREAM ? onStream(frame) : onConnection(frame);
            if (isOver) {
                return new Reply(headers, message());
            }
        }
        throw new AnswerFailure("answer_too_long", "it sent more than " + MOST_FRAMES + " frames and did not come to an end");
    }

    private boolean onConnection(RawFrame frame) throws IOException {
        switch (FrameType.valueOf(frame.getType())) {
            case SETTINGS -> {
                if (!frame.isFlagSet(FrameFlag.ACK)) {
                    send(FRAMES.createSettingsAck());
                }
            }
            case PING -> {
                if (!frame.isFlagSet(FrameFlag.ACK)) {
                    send(FRAMES.createPingAck(frame.getPayload()));
                }
            }
            case GOAWAY -> throw new AnswerFailure("refused", "it takes no calls on this connection (GOAWAY)");
            case null, default -> {} // windows and priorities do not matter to one short call
        }
        return false;
    }

    /** @return whether the answer is complete */
    private boolean onStream(RawFrame frame) throws IOException, HttpException {
        switch (FrameType.valueOf(frame.getType())) {
            case HEADERS, CONTINUATION -> {
                isLast |= frame.isType(FrameType.HEADERS) && frame.isFlagSet(FrameFlag.END_STREAM);
                block.writeBytes(content(frame));
                if (block.size() > LARGEST_ANSWER) {
                    throw tooLong();
                }
                if (frame.isFlagSet(FrameFlag.END_HEADERS)) {
                    decode(block.toByteArray());
                    block.reset();
                }
                return isLast && frame.isFlagSet(FrameFlag.END_HEADERS);
            }
            case DATA -> {
                data.writeBytes(content(frame));
                if (data.size() > LARGEST_ANSWER) {
                    throw tooLong();
                }
                return frame.isFlagSet(FrameFlag.END_STREAM);
            }
            case RST_STREAM -> throw new AnswerFailure("refused", "it broke the call off (RST_STREAM)");
            case null, default -> {
                return false;
            }
        }
    }

    private void decode(byte[] packed) throws IOException, HttpException {
        try {
            decoder.decodeHeaders(ByteBuffer.wrap(packed)).forEach(header -> headers.put(header.getName(), header.getValue()));
        } catch (IllegalArgumentException broken) { // the library's word for an index that is nobody's
            throw invalid(String.valueOf(broken.getMessage()));
        }
    }

    private static AnswerFailure tooLong() {
        return new AnswerFailure("answer_too_long", "its answer is longer than " + LARGEST_ANSWER + " bytes");
    }

    private static byte[] content(RawFrame frame) {
        ByteBuffer payload = frame.getPayloadContent();
        int priority = frame.isType(FrameType.HEADERS) && frame.isFlagSet(FrameFlag.PRIORITY) ? Integer.BYTES + 1 : 0;
        if (payload == null || payload.remaining() < priority) {
            return new byte[0];
        }
        byte[] bytes = new byte[payload.remaining() - priority];
        payload.position(payload.position() + priority).get(bytes);
        return bytes;
    }

    private byte[] message() throws AnswerFailure {
        ByteBuffer all = ByteBuffer.wrap(data.toByteArray());
        if (all.remaining() == 0) {
            return new byte[0];
        }
        boolean isPlain = all.remaining() >= MESSAGE_HEAD && all.get() == 0;
        if (!isPlain || all.getInt() != all.remaining()) {
            throw new AnswerFailure("answer_invalid", "its answer is not one plain message of gRPC");
        }
        byte[] message = new byte[all.remaining()];
        all.get(message);
        return message;
    }
}
