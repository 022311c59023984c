package io.awe4lb.plugins.health.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.awe4lb.plugins.health.conversation.PlayedBackend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
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

/** One connection of a gRPC server that a test plays, frame by frame. */
final class PlayedGrpc {

    static final FrameFactory FRAMES = DefaultFrameFactory.INSTANCE;
    private static final int LARGEST = 1 << 14;

    private final Socket connection;
    private final FrameInputBuffer in = new FrameInputBuffer(LARGEST);
    private final HPackDecoder decoder = new HPackDecoder(4096, US_ASCII);
    private final HPackEncoder encoder = new HPackEncoder(4096, US_ASCII);

    PlayedGrpc(Socket connection) {
        this.connection = connection;
    }

    /** @return the headers, {@code name: value} each, and behind them the message in hexadecimal */
    List<String> hears() throws Exception {
        PlayedBackend.readUntil(connection.getInputStream(), "SM\r\n\r\n");
        List<String> heard = new ArrayList<>();
        InputStream input = connection.getInputStream();
        while (true) {
            RawFrame frame = in.read(input);
            if (frame.isType(FrameType.HEADERS)) {
                decoder.decodeHeaders(frame.getPayloadContent()).forEach(header -> heard.add(header.getName() + ": " + header.getValue()));
            } else if (frame.isType(FrameType.DATA)) {
                byte[] message = new byte[frame.getPayloadContent().remaining()];
                frame.getPayloadContent().get(message);
                heard.add(HexFormat.of().formatHex(message));
                if (frame.isFlagSet(FrameFlag.END_STREAM)) {
                    return heard;
                }
            }
        }
    }

    void says(RawFrame frame) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new FrameOutputBuffer(LARGEST).write(frame, bytes);
        connection.getOutputStream().write(bytes.toByteArray());
        connection.getOutputStream().flush();
    }

    /** With Huffman's code and the dynamic table, as servers do it. */
    void says(boolean isEnd, String... namesAndValues) throws IOException {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new BasicHeader(namesAndValues[i], namesAndValues[i + 1]));
        }
        var buffer = new ByteArrayBuffer(1_000);
        encoder.encodeHeaders(buffer, headers, true);
        says(FRAMES.createHeaders(1, ByteBuffer.wrap(buffer.array(), 0, buffer.length()), true, isEnd));
    }

    /** As servers do it: headers, a message, trailers. */
    void answers(int... message) throws IOException {
        says(FRAMES.createSettings());
        says(FRAMES.createPing(ByteBuffer.wrap(new byte[8])));
        says(false, ":status", "200", "content-type", "application/grpc");
        ByteBuffer data = ByteBuffer.allocate(5 + message.length).put((byte) 0).putInt(message.length);
        for (int value : message) {
            data.put((byte) value);
        }
        says(FRAMES.createData(1, data.flip(), false));
        says(true, "grpc-status", "0");
    }
}
