using System;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Product
{
    /// <summary>
    /// What other threads hand to the main one: messages to be published, and handlers to be called. Bounded; takes no memory for a product that hands over
    /// nothing. Safe for use by several threads.
    /// </summary>
    internal sealed class Handover
    {
        /// <summary>Most messages, and most handlers, that wait for the next step.</summary>
        public const int Most = 16;

        private const int MostBytes = 4096;

        private readonly object _gate = new object();
        private readonly DeviceTopics _topics;
        private readonly Outbox _outbox;
        private string _subtopic;
        private string _parent;
        private string _topic;
        private Outbox _waiting;
        private Action[] _handlers;
        private int _count;

        public Handover(DeviceTopics topics, Outbox outbox)
        {
            _topics = topics;
            _outbox = outbox;
        }

        /// <summary>Raised when something was handed over, on the thread that did. The handler must not block.</summary>
        public event Action Added;

        /// <summary>How many handlers wait.</summary>
        public int Handlers
        {
            get { return _count; }
        }

        /// <summary>Hands over a message.</summary>
        /// <param name="subtopic">Topic below the parent topic.</param>
        /// <param name="payload">Payload; not copied.</param>
        /// <param name="qos">0 or 1.</param>
        /// <returns>False when it was not taken: no parent topic, no topic the service takes, too many or too large.</returns>
        public bool Publish(string subtopic, byte[] payload, int qos)
        {
            lock (_gate)
            {
                if (!FindTopic(subtopic) || (qos != 0 && qos != 1) || _topic.Length + payload.Length > _outbox.MaxMessage)
                {
                    return false;
                }

                if (_waiting == null)
                {
                    _waiting = new Outbox(Most, MostBytes);
                }

                if (_waiting.Count == Most || _waiting.Bytes + _topic.Length + payload.Length > MostBytes)
                {
                    return false;
                }

                _waiting.Add(_topic, payload, qos);
            }

            Added?.Invoke();
            return true;
        }

        /// <summary>Hands over a handler.</summary>
        /// <param name="handler">What to call in the next step.</param>
        /// <returns>False when too many wait.</returns>
        public bool Post(Action handler)
        {
            lock (_gate)
            {
                if (_handlers == null)
                {
                    _handlers = new Action[Most];
                }

                if (_count == Most)
                {
                    return false;
                }

                _handlers[_count++] = handler;
            }

            Added?.Invoke();
            return true;
        }

        /// <summary>Calls the oldest handler that waits; there must be one.</summary>
        public void CallOne()
        {
            Action handler;
            lock (_gate)
            {
                handler = _handlers[0];
                _count--;
                Array.Copy(_handlers, 1, _handlers, 0, _count);
                _handlers[_count] = null;
            }

            handler();
        }

        /// <summary>Moves the messages on. Those for a parent topic that is not gone by any more are dropped, and counted in the outbox.</summary>
        public void MoveOn()
        {
            if (_waiting == null || _waiting.Count == 0)
            {
                return;
            }

            lock (_gate)
            {
                string topic;
                byte[] payload;
                int ticket;
                while ((ticket = _waiting.Peek(out topic, out payload)) != 0)
                {
                    int qos = _waiting.IsQos0(ticket) ? 0 : 1;
                    _waiting.Remove(ticket);
                    if (IsBelow(topic, _topics.Parent))
                    {
                        _outbox.Add(topic, payload, qos);
                    }
                    else
                    {
                        _outbox.CountDropped();
                    }
                }
            }
        }

        private static bool IsBelow(string topic, string parent)
        {
            return parent != null && topic.Length > parent.Length && topic[parent.Length] == '/' && topic.StartsWith(parent);
        }

        // Mostly the same as before: made once, it is no garbage.
        private bool FindTopic(string subtopic)
        {
            if (_topics.Parent == null || subtopic == null || subtopic.Length == 0)
            {
                return false;
            }

            if (subtopic != _subtopic || _parent != _topics.Parent)
            {
                _parent = _topics.Parent;
                _subtopic = subtopic;
                _topic = _parent + "/" + subtopic;
                if (Topics.CheckName(_topic) != TopicError.None)
                {
                    _subtopic = null;
                    return false;
                }
            }

            return true;
        }
    }
}
